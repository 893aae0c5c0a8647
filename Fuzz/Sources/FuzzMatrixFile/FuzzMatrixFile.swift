import MatrixFiles

/// Reads one input as a matrix file.
///
/// Nothing may crash. A file that is refused must be refused with a sentence; every matrix must be
/// the same matrix after it is written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzMatrixFile(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  guard let input = MatrixInput(UnsafeBufferPointer(start: data, count: size)) else { return 0 }
  do {
    for matrix in try ParsedMatrix.all(in: input.bytes, as: input.format) {
      requireSame(matrix, after: matrix.text, as: .text)
      if let npy = matrix.npy { requireSame(matrix, after: npy, as: .npy) }
    }
  } catch {
    let sentence = error.explanation
    guard sentence.contains(" "), sentence.last == ".", !sentence.contains(where: \.isNewline)
    else { fatalError("no sentence for \(error)") }
  }
  return 0
}

private func requireSame(_ matrix: ParsedMatrix, after bytes: [UInt8], as format: MatrixFormat) {
  do {
    let again = try ParsedMatrix(bytes, as: format)
    guard again == matrix else { fatalError("another matrix after writing \(format)") }
  } catch {
    fatalError("what was written as \(format) is refused: \(error.explanation)")
  }
}
