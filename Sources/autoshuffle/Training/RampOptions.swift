import ArgumentParser
import Optimizers

/// The flags of the penalty's course; what they leave out comes from the file.
struct RampOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "The part of the run that is trained without the penalty (default: 0).")
  var rampBegin: Double?

  @Option(
    parsing: .unconditional,
    help: "The part of the run after which lambda is reached (default: 0.1).")
  var rampEnd: Double?

  @Option(
    parsing: .unconditional,
    help: "The fraction of lambda that the penalty begins with (default: 0.01).")
  var rampFloor: Double?

  /// The ramp of the file with the flags in place.
  func resolve(_ file: PenaltyRamp) -> PenaltyRamp {
    PenaltyRamp(
      begin: rampBegin ?? file.begin, end: rampEnd ?? file.end, floor: rampFloor ?? file.floor)
  }
}
