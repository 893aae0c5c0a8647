import Foundation
import ImageData

/// Finds the images that a command is about.
enum ImageInput {
  /// The environment variable that names the folder of CIFAR-10.
  static let variable = "AUTOSHUFFLE_CIFAR10"

  /// The images of `--data`, else of the environment variable, else the built-in ones.
  ///
  /// Throws a `Failure` with code 66 for a missing file and 65 for a damaged one.
  static func read(_ option: String?) throws -> (images: ImageSplit, name: String) {
    guard let folder = option ?? ProcessInfo.processInfo.environment[variable], folder != ""
    else { return (builtIn, "built-in shapes") }
    return (try read(folder: folder), folder)
  }

  /// The built-in data set, always the same images.
  static var builtIn: ImageSplit { SyntheticImages.split(seed: 0) }

  /// The images of a folder in the CIFAR-10 format.
  static func read(folder: String) throws -> ImageSplit {
    do {
      return try CIFAR10.read(folder: folder)
    } catch {
      switch error {
      case .missingFolder, .missingFile: throw Failure(.missingFile, error.description)
      default: throw Failure(.badData, error.description)
      }
    }
  }
}
