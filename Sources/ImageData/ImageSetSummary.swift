/// What `data inspect` says of a set of images.
package struct ImageSetSummary: Codable, Equatable, Sendable {
  /// A class and how many images it has.
  package struct ClassCount: Codable, Equatable, Sendable {
    /// The name of the class.
    package let name: String
    /// The number of its images.
    package let count: Int
  }

  /// The number of images.
  package let images: Int
  /// The classes, by label.
  package let classes: [ClassCount]
  /// The mean and deviation of each colour channel.
  package let statistics: ChannelStatistics

  /// Measures a set of at least one image.
  package init(of images: ImageSet) {
    self.images = images.count
    classes = zip(images.classNames, images.countsPerClass).map(ClassCount.init)
    statistics = ChannelStatistics(of: images)
  }
}
