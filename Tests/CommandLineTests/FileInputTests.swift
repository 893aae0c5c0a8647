import Foundation
import TestSupport
import Testing

/// Files as the system has them: names of any bytes, pipes, permissions, very many lines.
@Suite(.serialized) struct FileInputTests {
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    _ = try folder.write("0,1\n1,0\n", to: "m.csv")
    return folder
  }

  @Test func namesNeedNotBeUTF8() throws {
    let folder = try folder()
    let name = #"$'d\xff/\xe9\xc3 \xf4\x8f\xbf\xbf'"#
    let make =
      "mkdir -p $'d\\xff'; cp m.csv \(name).csv; $E certify m.csv --json >\(name).json; "
      + "printf '\\x93NUMPY' >\(name).npy; printf '\\0\\0\\0\\0\\0\\0\\0\\0' >\(name).safetensors; "
    for (command, code, says) in [
      ("certify \(name).csv", 0, ""), ("penalty \(name).csv", 0, ""), ("round \(name).csv", 0, ""),
      ("check \(name).json", 0, ""), ("certify \(name).npy", 65, "npy header"),
      ("certify \(name).safetensors", 65, "safetensors header"),
      ("check \(name)", 66, #"\xE9\xC3 \xF4\x8F\xBF\xBF."#),
      (
        "certify \(name)x.csv", 66,
        #"There is no matrix file d\xFF/\xE9\xC3 \xF4\x8F\xBF\xBFx.csv."#
      ),
      // Those that write, or read folders, would take another name.
      ("train --out \(name)", 64, #"argument d\xFF/\xE9\xC3 \xF4\x8F\xBF\xBF is not UTF-8"#),
    ] as [(String, Int32, String)] {
      let outcome = try Program.shell(make + "$E " + command, in: folder)
      #expect(outcome.code == code, "\(command): \(outcome.errors)")
      let isSaid = says.isEmpty ? outcome.errors.isEmpty : outcome.errors.contains(says)
      #expect(isSaid, "\(command): \(outcome.errors)")
    }
  }

  @Test func aNameCannotSteerTheTerminal() throws {
    let outcome = try Program.shell(
      #"$E certify $'\e[2J\n\u202e.csv'; $E check $'\e[2J'"#, in: folder())
    #expect(!outcome.errors.contains("\u{1b}"))
    #expect(outcome.errors.split(separator: "\n").count == 2)
    #expect(outcome.errors.contains(#"\u{1B}[2J\n\u{202E}.csv"#))
  }

  @Test(arguments: [
    "$E certify m.csv --json | $E check /dev/stdin", "$E check <($E certify m.csv --json)",
    "$E certify m.csv --json | $E check /proc/self/fd/0",
    "mkfifo p; $E certify m.csv --json >p & $E check p",
    "$E certify m.csv --json | { sleep 0.2; cat; } | $E check /dev/stdin",
    "{ printf '{'; sleep 0.2; $E certify m.csv --json | tail -c +2; } | $E check /dev/stdin",
  ])
  func certificatesComeThroughPipes(command: String) throws {
    let outcome = try Program.shell(command, in: folder())
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("the certificate holds"))
  }

  @Test(arguments: [
    ("certify", "p.csv"), ("penalty", "p.npy"), ("round", "p.safetensors"), ("check", "p.json"),
  ])
  func whatMayNotBeReadIsSaidSo(command: String, name: String) throws {
    let folder = try folder()
    _ = try folder.write("x", to: name)
    // Root may read everything.
    let outcome = try Program.shell(
      "chmod 711 .; chmod 0 \(name); if [ $(id -u) = 0 ]; then "
        + "setpriv --reuid 65534 --regid 65534 --clear-groups $E \(command) \(name); "
        + "else $E \(command) \(name); fi", in: folder)
    #expect(outcome.code == 65)
    #expect(outcome.errors.contains("cannot be read: permission denied."), "\(outcome.errors)")
  }

  @Test func aFolderIsNoFile() throws {
    let outcome = try Program.shell("mkdir f.csv; $E check f.csv; $E certify f.csv", in: folder())
    #expect(outcome.code == 65)
    #expect(outcome.errors.contains("cannot be read: is a directory."))
    #expect(outcome.errors.contains("cannot be read: it is not a regular file."))
  }

  /// Once every line took 137 bytes.
  ///
  /// Two million then took 274 MB; now they take the 4 MB of the file. 64 MiB more than for a small
  /// file is far from either.
  @Test func manyLinesTakeLittleMemory() throws {
    let outcome = try Program.shell(
      #"""
      yes 1 | head -n 2000000 >long.csv
      run='code = subprocess.run(sys.argv[1:], stderr=subprocess.DEVNULL).returncode'
      show='print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)'
      peak() { python3 -c "import resource, subprocess, sys; $run; $show" "$E" round "$1"; }
      printf '1\n1\n' >short.csv
      echo $(peak short.csv) $(peak long.csv)
      """#, in: folder())
    let numbers = outcome.output.split(separator: " ").compactMap {
      Int($0.trimmingCharacters(in: .newlines))
    }
    try #require(numbers.count == 4, "\(outcome.errors)")
    #expect(numbers[0] == 65 && numbers[2] == 65)
    // In KiB.
    #expect(numbers[3] - numbers[1] < 64 << 10)
  }
}
