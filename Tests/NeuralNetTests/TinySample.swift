import Tensor

@testable import NeuralNet

/// Tiny networks, together with every kind of instruction, alone and as the networks have them.
enum TinySample: CaseIterable {
  case stemOfPixels, stemOfPatches, stemWithBias
  case pointwise, unrectifiedPointwise, groups, bottleneck, severalReaders, pointwiseWithBias
  case depthwise, stridedDepthwise, rectifiedDepthwise, depthwiseWithBias, depthwiseTwice,
    averagePool
  case expansion, wideExpansion, residual
  case matrix, matrixAndBias
  case unitV1, stridedUnitV1, unitV1WithMatrix, unitsV1
  case unitV2, stridedUnitV2, unitV2WithMatrix, unitsV2WithMatrix
  case partlyShared, separableConvolutions

  /// Makes the network and its batch, the same each time.
  func make(grid: ImageGrid = TinyNetwork.grid) -> TinyNetwork {
    switch self {
    case .stemOfPixels, .stemOfPatches, .stemWithBias:
      TinyNetwork(
        stem: 5, kernel: self == .stemOfPixels ? 1 : 3,
        norm: self == .stemWithBias ? nil : "stem.norm", grid: grid
      ) { _, _ in }
    case .pointwise: pointwise(grid)
    case .unrectifiedPointwise: pointwise(grid, activation: .none)
    case .groups: pointwise(grid, groups: 2)
    case .bottleneck:
      TinyNetwork(stem: 4, grid: grid) { builder, x in
        x = builder.pointwise(x, "wide", to: 14)
        x = builder.pointwise(x, "narrow", to: 3)
      }
    case .severalReaders:
      TinyNetwork(stem: 4, grid: grid) { builder, x in
        let first = builder.pointwise(x, "first", to: 5)
        x = x + first + builder.pointwise(x, "second", to: 3, activation: .none)
      }
    case .pointwiseWithBias:
      TinyNetwork(stem: 4, grid: grid) { builder, x in
        x = builder.pointwise(x, "first", to: 6, norm: nil)
        x = builder.pointwise(x, "second", to: 4, groups: 2, norm: nil, activation: .none)
      }
    case .depthwise, .stridedDepthwise:
      TinyNetwork(stem: 5, grid: grid) { builder, x in
        x = builder.depthwise(x, "unit", stride: self == .depthwise ? 1 : 2)
      }
    case .rectifiedDepthwise, .depthwiseWithBias:
      TinyNetwork(stem: 5, grid: grid) { builder, x in
        let norm = self == .depthwiseWithBias ? nil : "unit.norm"
        x = builder.depthwise(x, "unit", stride: 1, norm: norm, activation: .rectifier)
      }
    case .depthwiseTwice:
      TinyNetwork(stem: 5, grid: grid) { builder, x in
        x = builder.depthwise(x, "first")
        x = builder.depthwise(x, "second")
      }
    case .averagePool: TinyNetwork(stem: 5, grid: grid) { $1 = $0.averagePool($1) }
    case .expansion, .wideExpansion, .residual: expansions(grid)
    case .matrix:
      TinyNetwork(stem: 6, shuffles: .learned, grid: grid) { builder, x in
        x = builder.shuffle(x, "shuffle", groups: 3)
      }
    case .matrixAndBias:
      TinyNetwork(stem: 6, shuffles: .learned, grid: grid) { builder, x in
        x = builder.shuffle(x, "shuffle", groups: 3)
        x = x.prefix(2) + builder.pointwise(Array(x[2...]), "unit", to: 5, norm: nil)
      }
    case .unitV1, .unitV1WithMatrix, .stridedUnitV1, .unitsV1: unitsOfV1(grid)
    case .unitV2, .unitV2WithMatrix, .unitsV2WithMatrix, .stridedUnitV2: unitsOfV2(grid)
    case .partlyShared:
      // On the way back the depthwise convolution meets some gradients that others have begun.
      TinyNetwork(stem: 5, grid: grid) { builder, x in
        let filtered = builder.depthwise(x, "unit")
        x = filtered + builder.pointwise(Array(x.prefix(2)), "second", to: 3)
      }
    case .separableConvolutions: separableConvolutions(grid)
    }
  }

  private func pointwise(
    _ grid: ImageGrid, groups: Int = 1, activation: Activation = .rectifier
  ) -> TinyNetwork {
    TinyNetwork(stem: 4, grid: grid) { builder, x in
      x = builder.pointwise(x, "unit", to: 14, groups: groups, activation: activation)
    }
  }

  private func expansions(_ grid: ImageGrid) -> TinyNetwork {
    TinyNetwork(stem: 6, grid: grid) { builder, x in
      switch self {
      case .wideExpansion: x = builder.expansionUnit(x, "unit", to: 26, stride: 2)
      case .residual:
        x = builder.expansionUnit(x, "first", to: 6)
        x = builder.expansionUnit(x, "second", to: 6, hasResidual: true)
      default: x = builder.expansionUnit(x, "unit", to: 6)
      }
    }
  }

  /// What is added must not have a batch norm to be read through, so another unit comes before.
  private func unitsOfV1(_ grid: ImageGrid) -> TinyNetwork {
    let kind = self == .unitV1WithMatrix || self == .unitsV1 ? ShuffleKind.learned : .fixed
    let tiny = TinyNetwork(stem: 6, shuffles: kind, grid: grid) { builder, x in
      func unit(_ name: String, strided: Bool = false) {
        x = builder.shuffleNetV1Unit(
          x, name, to: 12, groups: 2, strided: strided, firstGroups: 2)
      }
      switch self {
      case .stridedUnitV1: unit("unit", strided: true)
      case .unitsV1:
        unit("first", strided: true)
        unit("second")
        unit("third")
      default:
        x = builder.expansionUnit(x, "first", to: 12)
        unit("unit")
      }
    }
    // The second unit's first convolution reads the pool, which is complete, and the expansion.
    if self == .unitsV1 {
      for index in [0, 2] { tiny.program.shuffles[index].freeze(to: [0, 2, 1, 3]) }
    }
    return tiny
  }

  private func unitsOfV2(_ grid: ImageGrid) -> TinyNetwork {
    let kind = self == .unitV2 ? ShuffleKind.fixed : .learned
    return TinyNetwork(stem: 6, kernel: 3, shuffles: kind, grid: grid) { builder, x in
      switch self {
      case .stridedUnitV2: x = builder.stridedShuffleNetV2Unit(x, "unit", to: 6)
      case .unitsV2WithMatrix:
        x = builder.shuffleNetV2Unit(x, "first")
        x = builder.shuffleNetV2Unit(x, "second")
      default: x = builder.shuffleNetV2Unit(x, "unit")
      }
    }
  }

  /// A network of another family, without shuffles: with norms and biases, rectifiers and none.
  private func separableConvolutions(_ grid: ImageGrid) -> TinyNetwork {
    TinyNetwork(stem: 4, kernel: 3, norm: nil, grid: grid) { builder, x in
      x = builder.depthwise(
        x, "first.depthwise", stride: 2, norm: "first.norm", activation: .rectifier)
      x = builder.pointwise(x, "first.conv", to: 8, norm: nil)
      x = builder.depthwise(x, "second.depthwise", stride: 1, norm: nil, activation: .rectifier)
      x = builder.pointwise(
        x, "second.conv", to: 6, norm: "second.norm", activation: .none)
    }
  }
}
