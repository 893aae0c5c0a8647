import Files
import Foundation

/// The binary format of CIFAR-10: files of records of a label byte and 3072 pixel bytes.
///
/// Source: Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009.
package enum CIFAR10 {
  /// Bytes of a record.
  static let recordSize = 1 + ImageSet.imageSize
  /// The files of the training images, in order.
  static let trainingFiles = (1...5).map { "data_batch_\($0).bin" }
  /// The file of the test images.
  static let testFile = "test_batch.bin"
  /// The file that names the classes, one a line; without it they are CIFAR-10's.
  static let classFile = "batches.meta.txt"
  /// The names of CIFAR-10's classes, by label.
  package static let classNames = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]

  /// Reads the five training files and the test file of a folder.
  ///
  /// Files may hold any positive number of records. Throws `ImageDataError` for a folder or file
  /// that is missing, empty or damaged.
  package static func read(folder: String) throws(ImageDataError) -> ImageSplit {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue
    else { throw .missingFolder(path: folder) }
    let names = try readClassNames(folder: folder)
    return ImageSplit(
      training: try read(files: trainingFiles, folder: folder, classNames: names),
      test: try read(files: [testFile], folder: folder, classNames: names))
  }

  /// Writes a split as the five training files, the test file and the class names.
  ///
  /// The training images are dealt out in order, in files of equal size (the last may be shorter);
  /// there must be at least five of them and one test image. Each file is replaced as a whole.
  /// Throws `ImageDataError.unwritable`.
  package static func write(_ split: ImageSplit, folder: String) throws(ImageDataError) {
    precondition(split.training.count >= 5 && split.test.count >= 1, "too few images to write")
    try requireNoImages(in: folder)
    let names = Data((split.training.classNames.joined(separator: "\n") + "\n").utf8)
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw .unwritable(path: folder, reason: FileProblem.reason(of: error))
    }
    try write(names, to: path(of: classFile, in: folder))
    let count = split.training.count
    for (file, name) in trainingFiles.enumerated() {
      let range = (file * count / 5)..<((file + 1) * count / 5)
      try write(records(of: split.training, in: range), to: path(of: name, in: folder))
    }
    let test = records(of: split.test, in: 0..<split.test.count)
    try write(test, to: path(of: testFile, in: folder))
  }

  /// Throws if a folder has one of the files of the format, which writing would replace.
  package static func requireNoImages(in folder: String) throws(ImageDataError) {
    for file in trainingFiles + [testFile, classFile] {
      let path = path(of: file, in: folder)
      if FileManager.default.fileExists(atPath: path) { throw .occupied(path: path) }
    }
  }

  private static func path(of file: String, in folder: String) -> String {
    URL(fileURLWithPath: folder).appendingPathComponent(file).path
  }

  private static func readClassNames(folder: String) throws(ImageDataError) -> [String] {
    let path = path(of: classFile, in: folder)
    guard FileManager.default.fileExists(atPath: path) else { return classNames }
    var text = String(decoding: try contents(of: path), as: UTF8.self)
    // Editors of Windows put a byte-order mark before the first name.
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    let names = text.split(whereSeparator: \.isNewline).map(String.init)
    if let index = names.firstIndex(where: { DisplayText.escaped($0) != $0 }) {
      throw .badClassName(path: path, line: index + 1)
    }
    guard names.count == classNames.count else {
      throw .badClassNames(path: path, found: names.count)
    }
    return names
  }

  private static func read(
    files: [String], folder: String, classNames: [String]
  ) throws(ImageDataError) -> ImageSet {
    var pixels: [UInt8] = []
    var labels: [UInt8] = []
    for file in files {
      try append(path(of: file, in: folder), pixels: &pixels, labels: &labels)
    }
    return ImageSet(pixels: pixels, labels: labels, classNames: classNames)
  }

  private static func append(
    _ path: String, pixels: inout [UInt8], labels: inout [UInt8]
  ) throws(ImageDataError) {
    let bytes = [UInt8](try contents(of: path))
    guard !bytes.isEmpty else { throw .emptyFile(path: path) }
    let remainder = bytes.count % recordSize
    guard remainder == 0 else {
      throw .truncated(path: path, size: bytes.count, remainder: remainder)
    }
    for (record, start) in stride(from: 0, to: bytes.count, by: recordSize).enumerated() {
      let label = bytes[start]
      guard Int(label) < classNames.count else {
        throw .labelOutOfRange(path: path, record: record, label: Int(label))
      }
      labels.append(label)
      pixels.append(contentsOf: bytes[(start + 1)..<(start + recordSize)])
    }
  }

  private static func contents(of path: String) throws(ImageDataError) -> Data {
    guard FileManager.default.fileExists(atPath: path) else { throw .missingFile(path: path) }
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw .unreadable(path: path, reason: FileProblem.reason(of: error))
    }
  }

  private static func records(of images: ImageSet, in range: Range<Int>) -> Data {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count * recordSize)
    for image in range {
      bytes.append(images.labels[image])
      let start = image * ImageSet.imageSize
      bytes.append(contentsOf: images.pixels[start..<(start + ImageSet.imageSize)])
    }
    return Data(bytes)
  }

  private static func write(_ data: Data, to path: String) throws(ImageDataError) {
    do {
      try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw .unwritable(path: path, reason: FileProblem.reason(of: error))
    }
  }
}
