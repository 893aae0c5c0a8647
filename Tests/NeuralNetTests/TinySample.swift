import Tensor

@testable import NeuralNet

/// Tiny networks, together with every kind of step, alone and as the networks have them.
enum TinySample: CaseIterable {
  case stemOfPixels, stemOfPatches
  case pointwise, unrectifiedPointwise, groups, bottleneck, severalReaders
  case depthwise, stridedDepthwise, averagePool
  case expansion, wideExpansion, residual
  case matrix
  case unitV1, stridedUnitV1, unitV1WithMatrix, unitsV1
  case unitV2, stridedUnitV2, unitV2WithMatrix, unitsV2WithMatrix

  /// Makes the network and its batch, the same each time.
  func make(grid: ImageGrid = TinyNetwork.grid) -> TinyNetwork {
    let (stem, kernel, units, outputs) = structure
    return TinyNetwork(stem: stem, kernel: kernel, units: units, outputs: outputs, grid: grid)
  }

  private typealias Structure = (stem: Int, kernel: Int, units: [any NetworkUnit], outputs: Int)

  /// The channels and the kernel of the stem, what follows, and the channels of the last unit.
  private var structure: Structure {
    switch self {
    case .stemOfPixels: (5, 1, [], 5)
    case .stemOfPatches: (5, 3, [], 5)
    case .pointwise: pointwise(groups: 1, isRectified: true)
    case .unrectifiedPointwise: pointwise(groups: 1, isRectified: false)
    case .groups: pointwise(groups: 2, isRectified: true)
    case .bottleneck: bottleneck()
    case .severalReaders: severalReaders()
    case .depthwise: depthwise(stride: 1)
    case .stridedDepthwise: depthwise(stride: 2)
    case .averagePool: (5, 1, [PoolUnit()], 5)
    case .expansion: (6, 1, [expansion("unit", to: 6)], 6)
    case .wideExpansion: (6, 1, [expansion("unit", to: 26, stride: 2)], 26)
    case .residual: residual()
    case .matrix: matrix()
    case .unitV1: unitV1(.fixed)
    case .unitV1WithMatrix: unitV1(.learned)
    case .stridedUnitV1: stridedUnitV1()
    case .unitsV1: unitsV1()
    case .unitV2: unitV2(.fixed)
    case .unitV2WithMatrix: unitV2(.learned)
    case .unitsV2WithMatrix: unitsV2WithMatrix()
    case .stridedUnitV2: stridedUnitV2()
    }
  }

  private func pointwise(groups: Int, isRectified: Bool) -> Structure {
    let unit = PointwiseUnit(
      first: TinyLayers.pointwise("unit", from: 4, to: 14, groups: groups),
      isRectified: isRectified)
    return (4, 1, [unit], 14)
  }

  private func bottleneck() -> Structure {
    let units = [
      PointwiseUnit(first: TinyLayers.pointwise("wide", from: 4, to: 14)),
      PointwiseUnit(first: TinyLayers.pointwise("narrow", from: 14, to: 3)),
    ]
    return (4, 1, units, 3)
  }

  private func severalReaders() -> Structure {
    let unit = PointwiseUnit(
      first: TinyLayers.pointwise("first", from: 4, to: 5),
      second: TinyLayers.pointwise("second", from: 4, to: 3))
    return (4, 1, [unit], 12)
  }

  private func depthwise(stride: Int) -> Structure {
    let unit = DepthwiseUnit(
      depthwise: TinyLayers.depthwise("unit", channels: 5, stride: stride))
    return (5, 1, [unit], 5)
  }

  private func expansion(
    _ name: String, to outputs: Int, stride: Int = 1, hasResidual: Bool = false
  ) -> ExpansionUnit {
    ExpansionUnit(
      depthwise: TinyLayers.depthwise(name, channels: 6, stride: stride),
      expansion: TinyLayers.pointwise(name + ".expansion", from: 6, to: outputs, groups: 2),
      hasResidual: hasResidual)
  }

  private func residual() -> Structure {
    (6, 1, [expansion("first", to: 6), expansion("second", to: 6, hasResidual: true)], 6)
  }

  private func matrix() -> Structure {
    var builder = NetworkBuilder(.learned, seed: 1)
    let shuffle = builder.shuffle("shuffle", size: 6, groups: 3)
    return (6, 1, [ShuffleUnit(shuffle: shuffle)], 6)
  }

  private func unitV1(
    _ kind: ShuffleKind, _ path: String = "", wide: Int = 6, stride: Int = 1
  ) -> UnitV1 {
    var builder = NetworkBuilder(kind, seed: 1)
    return UnitV1(
      conv1: builder.pointwise(path + "conv1", from: wide, to: 4, groups: 2),
      norm1: builder.norm(path + "norm1", 4),
      shuffle: builder.shuffle(path + "shuffle", size: 4, groups: 2),
      depthwise: builder.depthwise(path + "depthwise", channels: 4, stride: stride),
      norm2: builder.norm(path + "norm2", 4),
      conv2: builder.pointwise(path + "conv2", from: 4, to: wide, groups: 2),
      norm3: builder.norm(path + "norm3", wide))
  }

  /// What is added must not have a batch norm to be read through, so another unit comes before.
  private func unitV1(_ kind: ShuffleKind) -> Structure {
    (6, 1, [expansion("first", to: 6), unitV1(kind)], 6)
  }

  private func stridedUnitV1() -> Structure {
    (6, 1, [unitV1(.fixed, stride: 2)], 12)
  }

  /// The second unit's first convolution reads the pool, which is complete, and the expansion.
  private func unitsV1() -> Structure {
    let units = [
      unitV1(.fixed, "first.", stride: 2), unitV1(.learned, "second.", wide: 12),
      unitV1(.fixed, "third.", wide: 12),
    ]
    return (6, 1, units, 12)
  }

  private func branchV2(
    _ builder: NetworkBuilder, _ path: String, from inputs: Int, stride: Int
  ) -> BranchV2 {
    BranchV2(
      conv1: builder.pointwise(path + "conv1", from: inputs, to: 3),
      norm1: builder.norm(path + "norm1", 3),
      depthwise: builder.depthwise(path + "depthwise", channels: 3, stride: stride),
      norm2: builder.norm(path + "norm2", 3),
      conv2: builder.pointwise(path + "conv2", from: 3, to: 3),
      norm3: builder.norm(path + "norm3", 3))
  }

  private func unitV2(_ kind: ShuffleKind, _ path: String = "") -> BasicUnitV2 {
    var builder = NetworkBuilder(kind, seed: 1)
    return BasicUnitV2(
      branch: branchV2(builder, path, from: 3, stride: 1),
      shuffle: builder.shuffle(path + "shuffle", size: 6, groups: 2))
  }

  private func unitV2(_ kind: ShuffleKind) -> Structure { (6, 3, [unitV2(kind)], 6) }

  private func unitsV2WithMatrix() -> Structure {
    (6, 3, [unitV2(.learned, "first."), unitV2(.learned, "second.")], 6)
  }

  private func stridedUnitV2() -> Structure {
    var builder = NetworkBuilder(.learned, seed: 1)
    let unit = StridedUnitV2(
      depthwise: builder.depthwise("left", channels: 6, stride: 2),
      norm1: builder.norm("left.norm1", 6), conv: builder.pointwise("left.conv", from: 6, to: 3),
      norm2: builder.norm("left.norm2", 3), branch: branchV2(builder, "", from: 6, stride: 2),
      shuffle: builder.shuffle("shuffle", size: 6, groups: 2))
    return (6, 3, [unit], 6)
  }
}
