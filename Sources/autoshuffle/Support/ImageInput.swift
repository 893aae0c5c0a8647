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
    if let option, option.isEmpty {
      throw Failure(
        .usage, "--data has no value; name a folder, or leave it out for the built-in images.")
    }
    guard let folder = option ?? environmentFolder else { return (builtIn, "built-in shapes") }
    return (try read(folder: folder), folder)
  }

  /// The folder that the environment variable names, nil if it is not set or empty.
  static var environmentFolder: String? {
    ProcessInfo.processInfo.environment[variable].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The built-in data set, always the same images.
  static var builtIn: ImageSplit { SyntheticImages.split(seed: 0) }

  /// The images of a folder in the CIFAR-10 format.
  static func read(folder: String) throws -> ImageSplit {
    try guarded { try CIFAR10.read(folder: folder) }
  }
}
