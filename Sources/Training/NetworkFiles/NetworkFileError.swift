import Files
import NeuralNet

/// Why a file of a network cannot be written, read or used.
package struct NetworkFileError: Error, Equatable, Sendable {
  /// What is wrong.
  package enum Problem: Error, Equatable, Sendable {
    /// It cannot be read or is not a safetensors file.
    case container(SafetensorsError)
    /// It cannot be written.
    case unwritable(String)
    /// It was written in another version of the format.
    case otherFormat(String)
    /// The metadata do not say what network it is.
    case noStructure
    /// It holds a network that only its own code builds.
    case customNetwork(String)
    /// The metadata do not say how images are normalised.
    case noStatistics
    /// A text of the metadata cannot be understood.
    case badMetadata(String, String)
    /// The metadata say that it is a network with other tensors.
    case otherNetwork(found: NetworkConfiguration, expected: NetworkConfiguration)
    /// A tensor of the network is not there.
    case missingTensor(String)
    /// A tensor that the network does not have.
    case unknownTensor(String)
    /// A tensor has another shape than the network's.
    case wrongShape(String, found: [Int], expected: [Int])
    /// A tensor has entries of another type.
    case wrongType(String, found: String, expected: String)
    /// An entry, counted from 0 by rows, is an infinity or NaN.
    case notFinite(String, index: Int)
    /// An entry of a running variance is negative.
    case negativeVariance(String, index: Int)
    /// A frozen shuffle is not a permutation of its channels.
    case notAPermutation(String)
  }

  /// The path of the file.
  package let path: String

  /// What is wrong with it.
  package let problem: Problem

  init(path: String, _ problem: Problem) {
    self.path = path
    self.problem = problem
  }

  /// Whether there is no such file.
  package var isMissingFile: Bool {
    if case .container(.source(.missingFile)) = problem { true } else { false }
  }
}

extension NetworkFileError: CustomStringConvertible {
  /// One sentence: what is wrong, where, and what to do.
  package var description: String {
    switch problem {
    case .unwritable(let reason): "The network file \(path) cannot be written: \(reason)."
    case .container(.source(.missingFile)): "There is no network file \(path)."
    case .container(.source(.unreadable(_, let reason))):
      "The network file \(path) cannot be read: \(reason)."
    default: "The network file \(path) cannot be used: \(clause)."
    }
  }

  private var clause: String {
    switch problem {
    case .container(let error): error.clause
    case .unwritable(let reason): reason
    case .otherFormat(let format):
      "its format is \"\(DisplayText.clipped(format))\", this program reads "
        + "\"\(NetworkFile.format)\""
    case .noStructure:
      "its metadata have no \"network\" that says what network it is"
    case .customNetwork(let name):
      "it holds the network \"\(DisplayText.clipped(name))\", which only its own code builds"
    case .noStatistics:
      "its metadata have no \"statistics\" that say how images are normalised"
    case .badMetadata(let key, let reason):
      "its metadata \"\(key)\" cannot be understood: \(DisplayText.clipped(reason, to: 120))"
    case .otherNetwork(let found, let expected):
      "it holds \(found), not \(expected); ask for the network that it holds"
    case .missingTensor(let name):
      "the tensor \(quoted(name)) of the network is missing"
    case .unknownTensor(let name):
      "the network has no tensor \(quoted(name))"
    case .wrongShape(let name, let found, let expected):
      "tensor \(quoted(name)) has the shape \(text(found)), the network's is \(text(expected))"
    case .wrongType(let name, let found, let expected):
      "tensor \(quoted(name)) has entries of type \(found); convert them to \(expected)"
    case .notFinite(let name, let index):
      "entry \(index) of tensor \(quoted(name)) is not a finite number"
    case .negativeVariance(let name, let index):
      "entry \(index) of tensor \(quoted(name)) is negative, a variance is not"
    case .notAPermutation(let name):
      "tensor \(quoted(name)) is not a permutation of the channels, counted from 0"
    }
  }

  private func quoted(_ name: String) -> String {
    "\"\(DisplayText.clipped(name, to: 80))\""
  }

  private func text(_ shape: [Int]) -> String {
    "[\(shape.prefix(8).map(String.init).joined(separator: ", "))\(shape.count > 8 ? ", ..." : "")]"
  }
}
