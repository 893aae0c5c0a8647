import ImageData
import Testing

@Suite struct SyntheticImagesTests {
  @Test func bytesAreFixedForEver() {
    let images = SyntheticImages.split(seed: 1, trainingCount: 10, testCount: 1).training
    // FNV-1a of the bytes, so that any change of the generator or of the platform shows.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in images.pixels { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    #expect(hash == 13_090_192_481_016_815_468)
  }

  @Test func theFirstImagesDoNotDependOnTheCount() {
    let few = SyntheticImages.split(seed: 5, trainingCount: 3, testCount: 2)
    let more = SyntheticImages.split(seed: 5, trainingCount: 7, testCount: 4)
    #expect(more.training.prefix(3) == few.training)
    #expect(more.test.prefix(2) == few.test)
  }

  @Test func seedsAndPartsDiffer() {
    let one = SyntheticImages.split(seed: 1, trainingCount: 2, testCount: 2)
    let two = SyntheticImages.split(seed: 2, trainingCount: 2, testCount: 2)
    #expect(one.training.pixels != two.training.pixels)
    #expect(one.training.pixels != one.test.pixels)
  }

  @Test func classesAreBalanced() {
    let images = SyntheticImages.split(seed: 0, trainingCount: 25, testCount: 1).training
    #expect(images.countsPerClass == [3, 3, 3, 3, 3, 2, 2, 2, 2, 2])
    #expect(images.classNames.count == 10 && images.classNames[8] == "checkerboard")
  }
}
