import MatrixFiles

/// Reads one input as a matrix file.
///
/// Nothing may crash. A file that is refused must be refused with a sentence; a matrix must be the
/// same matrix after it is written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzMatrixFile(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  guard let input = FuzzInput(UnsafeBufferPointer(start: data, count: size)) else { return 0 }
  do {
    let matrix = try ParsedMatrix(input.bytes, as: input.format)
    requireSame(matrix, after: matrix.text, as: .text)
    if let npy = matrix.npy { requireSame(matrix, after: npy, as: .npy) }
  } catch {
    guard error.explanation.contains(" ") else { fatalError("no sentence for \(error)") }
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
