import RandomStreams

/// The images to learn from and those to judge by.
package struct ImageSplit: Sendable, Equatable {
  /// The images a network is trained on.
  package let training: ImageSet
  /// The images it never sees in training.
  package let test: ImageSet

  /// Pairs two sets, which must have the same classes.
  package init(training: ImageSet, test: ImageSet) {
    precondition(training.classNames == test.classNames, "the two sets have different classes")
    self.training = training
    self.test = test
  }

  /// Returns the split with other images to learn from.
  package func training(_ training: ImageSet) -> ImageSplit {
    ImageSplit(training: training, test: test)
  }

  /// Returns a split of the training images: the last `count` of them to judge by, the others to
  /// learn from.
  package func holdingOut(_ count: Int) -> ImageSplit {
    ImageSplit(
      training: training.prefix(training.count - count), test: training.suffix(count))
  }

  /// A hash of all pixels, labels and names of classes, which tells the split from another one.
  package var digest: String {
    var hash = FNV1a()
    for set in [training, test] {
      hash.add("\(set.count) \(set.classNames.joined(separator: "\n"))\n")
      hash.add(set.labels)
      hash.add(set.pixels)
    }
    return String(hash.value, radix: 16)
  }
}
