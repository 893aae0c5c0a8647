@main
enum AutoShuffle {
  static func main() {}
}
