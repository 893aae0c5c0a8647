import Foundation
import Runs

/// Reads one input as the settings of a run.
///
/// Nothing may crash. A file that is refused must be refused with a sentence; settings must be the
/// same after they are written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzConfiguration(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let bytes = Data(UnsafeBufferPointer(start: data, count: size))
  do {
    let configuration = try ConfigurationFile.parse(bytes, of: "run.toml")
    let text = try ConfigurationFile.text(of: configuration)
    guard try ConfigurationFile.parse(Data(text.utf8), of: "run.toml") == configuration else {
      fatalError("other settings after writing")
    }
  } catch let error as ConfigurationFileError {
    let sentence = error.description
    guard sentence.contains(" "), sentence.last == ".", !sentence.contains(where: \.isNewline)
    else { fatalError("no sentence: \(sentence)") }
  } catch {
    fatalError("settings that cannot be written: \(error)")
  }
  return 0
}
