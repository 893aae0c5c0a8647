import Exact
import MatrixFiles

/// Reads one input as a matrix file.
///
/// Nothing may crash. A file that is refused must be refused with a sentence; every matrix must be
/// the same matrix after it is written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzMatrixFile(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  guard let input = MatrixInput(UnsafeBufferPointer(start: data, count: size)) else { return 0 }
  do {
    for matrix in try matrices(in: input) {
      requireSame(matrix, after: MatrixWriter.text(matrix), as: .text)
      if let npy = MatrixWriter.npy(matrix) { requireSame(matrix, after: npy, as: .npy) }
    }
  } catch {
    let sentence = error.explanation
    guard sentence.contains(" "), sentence.last == ".", !sentence.contains(where: \.isNewline)
    else { fatalError("no sentence for \(error)") }
  }
  return 0
}

/// Every square matrix of a file of tensors, the one matrix of another file.
private func matrices(in input: MatrixInput) throws(MatrixFileError) -> [RationalMatrix] {
  guard input.format == .safetensors else {
    return [try MatrixFile.parse(input.bytes, as: input.format)]
  }
  let file = try TensorFile(input.bytes)
  var result: [RationalMatrix] = []
  for place in file.squareNames.indices { result.append(try file.squareMatrix(place)) }
  return result
}

private func requireSame(_ matrix: RationalMatrix, after bytes: [UInt8], as format: MatrixFormat) {
  do {
    let again = try MatrixFile.parse(bytes, as: format)
    guard again == matrix else { fatalError("another matrix after writing \(format)") }
  } catch {
    fatalError("what was written as \(format) is refused: \(error.explanation)")
  }
}
