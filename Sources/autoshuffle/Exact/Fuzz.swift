import ArgumentParser

struct Fuzz: ParsableCommand { func run() throws {} }
