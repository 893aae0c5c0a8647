import Files

extension TensorType {
  /// How the entries are stored, for the types that are read.
  var encoding: FloatEncoding? {
    switch self {
    case .f16: FloatEncoding(kind: .half)
    case .bf16: FloatEncoding(kind: .brain)
    case .f32: FloatEncoding(kind: .single)
    case .f64: FloatEncoding(kind: .double)
    default: nil
    }
  }
}
