import Files
import Foundation
import RandomStreams

/// The file format of checkpoints: a safetensors file.
///
/// Tensors, all F32: `parameter/NAME` and `buffer/NAME` make up the network, `velocity/NAME` the
/// optimizer. Metadata: `format` is `autoshuffle.checkpoint/4`; `run` is everything else, JSON;
/// `checksum` is the 64-bit FNV-1a hash, in hexadecimal, of `run` and of the name, shape and bytes
/// of each tensor in the order of their names.
package enum CheckpointFile {
  static let format = "autoshuffle.checkpoint/"
  static let version = 4

  /// Writes a checkpoint to a temporary file and renames it, so that `path` never holds half of
  /// one.
  package static func write(_ checkpoint: Checkpoint, to path: String) throws(CheckpointError) {
    do {
      try Data(encode(checkpoint)).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw .inaccessible(path: path, reason: FileProblem.reason(of: error))
    }
  }

  /// Reads a checkpoint; throws for a file that is missing, damaged or something else.
  package static func read(from path: String) throws(CheckpointError) -> Checkpoint {
    do {
      return try decode(try SafetensorsFile(path: path))
    } catch SafetensorsError.source(.missingFile(let path)) {
      throw .inaccessible(path: path, reason: "there is no such file")
    } catch SafetensorsError.source(.unreadable(let path, let reason)) {
      throw .inaccessible(path: path, reason: reason)
    } catch let error as SafetensorsError {
      throw isOld(path) ? .unsupportedVersion("3 or older") : .corrupt(error.clause)
    } catch {
      throw error as? CheckpointError ?? .corrupt("\(error)")
    }
  }

  /// Whether a file begins as checkpoints did before they were safetensors files.
  private static func isOld(_ path: String) -> Bool {
    (try? ByteSource(path: path).read(0..<8)).map { $0.elementsEqual("ASHUFNET".utf8) } ?? false
  }

  static func encode(_ checkpoint: Checkpoint) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let run = String(decoding: try encoder.encode(checkpoint.header), as: UTF8.self)
    let tensors = checkpoint.tensors.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { name, tensor in
        SafetensorsWriter.Tensor(
          name: name, type: .f32, shape: tensor.shape, bytes: LittleEndian.bytes(of: tensor.values))
      }
    var checksum = Checksum(run)
    for tensor in tensors { checksum.add(tensor.name, tensor.shape, tensor.bytes[...]) }
    return SafetensorsWriter.file(
      tensors,
      metadata: ["format": "\(format)\(version)", "run": run, "checksum": checksum.text])
  }

  static func decode(_ file: SafetensorsFile) throws -> Checkpoint {
    guard let found = file.metadata["format"], found.hasPrefix(format) else {
      throw CheckpointError.notACheckpoint
    }
    guard found == "\(format)\(version)" else {
      throw CheckpointError.unsupportedVersion(String(found.dropFirst(format.count)))
    }
    guard let run = file.metadata["run"] else { throw CheckpointError.corrupt("it has no run") }
    var checksum = Checksum(run)
    var tensors: [String: Checkpoint.StoredTensor] = [:]
    for tensor in file.tensors {
      guard tensor.type == .f32 else {
        throw CheckpointError.corrupt("it has a tensor of another type than F32")
      }
      let bytes = try file.bytes(of: tensor)
      checksum.add(tensor.name, tensor.shape, bytes)
      tensors[tensor.name] = .init(shape: tensor.shape, values: LittleEndian.floats(in: bytes))
    }
    guard file.metadata["checksum"] == checksum.text else {
      throw CheckpointError.corrupt("its checksum is wrong")
    }
    guard let header = try? JSONDecoder().decode(Checkpoint.Header.self, from: Data(run.utf8))
    else {
      throw CheckpointError.corrupt("its run is not the JSON it should be")
    }
    return Checkpoint(header: header, tensors: tensors)
  }

  private struct Checksum {
    private var hash = FNV1a()

    init(_ run: String) { hash.add(run) }

    mutating func add(_ name: String, _ shape: [Int], _ bytes: ArraySlice<UInt8>) {
      hash.add("\(name) \(shape)")
      bytes.withUnsafeBytes { hash.add($0) }
    }

    var text: String { String(hash.value, radix: 16) }
  }
}
