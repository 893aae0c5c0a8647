import Tensor

/// One channel that an instruction of a program writes.
///
/// Channels are handed around one by one: splitting, joining and shuffling them are operations on
/// arrays and move no data.
package struct Channel: Hashable, Sendable {
  /// The number of the output in the program.
  let output: Int
  /// Which of the output's channels it is.
  let index: Int
}

/// The channels that an instruction writes, and how they are read.
struct Output {
  /// How many channels are written.
  var count: Int

  /// Pixels of the images from one pixel to the next, in both directions.
  let stride: Int

  /// The affine map through which the channels are read.
  var map = ChannelMap.identity

  /// What is applied behind the map.
  var activation = Activation.none

  /// Whether the channels are not kept in training, but written again on the way back.
  var isRecomputed = false
}
