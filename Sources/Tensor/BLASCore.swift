import COpenBLAS
import Foundation

/// Sets OpenBLAS up once, before its first use.
///
/// Two things are set. Its own threads are turned off, since callers split work over `Parallel`
/// threads. And where the CPU has AVX-512 but OpenBLAS, older than the CPU, chose kernels without
/// (measured: half the speed), its choice is repeated with `OPENBLAS_CORETYPE=SkylakeX`, unless the
/// user set that variable or this build of OpenBLAS cannot choose at run time.
enum BLASCore {
  private static let coreVariable = "OPENBLAS_CORETYPE"
  private static let coresWithAVX512: Set<String> = ["SkylakeX", "Cooperlake", "SapphireRapids"]

  /// Evaluated once, thread-safely; true when the choice of core was repaired.
  static let repaired: Bool = {
    let repaired = repairCore()
    openblas_set_num_threads(1)
    return repaired
  }()

  /// Makes sure that OpenBLAS is set up.
  static func prepare() {
    _ = repaired
  }

  /// The user's choice of core, read before the repair.
  static let demanded = ProcessInfo.processInfo.environment[coreVariable]

  static var currentName: String {
    openblas_get_corename().map { String(cString: $0) } ?? "unknown"
  }

  /// Whether the core that OpenBLAS chose wastes the CPU, and the user did not choose it.
  static func needsRepair(core: String, hasAVX512: Bool, userChoice: String?) -> Bool {
    hasAVX512 && userChoice == nil && !coresWithAVX512.contains(core)
  }

  private static func repairCore() -> Bool {
    guard
      needsRepair(
        core: currentName, hasAVX512: Processor.hasAVX512,
        userChoice: demanded),
      let program = dlopen(nil, RTLD_NOW)
    else { return false }
    defer { dlclose(program) }
    guard let quit = dlsym(program, "gotoblas_dynamic_quit"),
      let start = dlsym(program, "gotoblas_dynamic_init")
    else { return false }
    typealias Procedure = @convention(c) () -> Void
    setenv(coreVariable, "SkylakeX", 1)
    unsafeBitCast(quit, to: Procedure.self)()
    unsafeBitCast(start, to: Procedure.self)()
    // Child processes choose for themselves.
    unsetenv(coreVariable)
    return true
  }
}
