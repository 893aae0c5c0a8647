import Foundation

/// Time and memory that this process has used so far.
package struct ProcessUsage {
  /// Seconds on a clock that never goes back.
  let wallSeconds: Double
  /// Seconds of all processors together, in the process and in the kernel on its behalf.
  let cpuSeconds: Double
  /// The most memory occupied at any time, in MiB.
  package let peakMemoryMiB: Double

  /// Reads the counters.
  package init() {
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    func seconds(_ time: timeval) -> Double {
      Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }
    wallSeconds = ProcessInfo.processInfo.systemUptime
    cpuSeconds = seconds(usage.ru_utime) + seconds(usage.ru_stime)
    // Where it exists, the system's file is better than its counter (in KiB): that one begins with
    // the memory of the process that started this one.
    peakMemoryMiB = Self.statusMiB("VmHWM") ?? Double(usage.ru_maxrss) / 1024
  }

  /// The memory that the process occupies now, in MiB, or 0 where the system does not tell.
  static var residentMiB: Double { statusMiB("VmRSS") ?? 0 }

  /// A line of the file `/proc/self/status` of Linux, such as `VmRSS:  1024 kB`.
  private static func statusMiB(_ name: String) -> Double? {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name + ":") })
    else { return nil }
    return line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap {
      Double($0).map { $0 / 1024 }
    }
  }
}
