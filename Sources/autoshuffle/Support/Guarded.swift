import CertifiedTraining
import Routes
import Training

/// Runs `body` and turns the package's user errors into a sentence and an exit code.
func guarded<Result>(_ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let error as TrainingConfigurationError {
    throw Failure(.usage, error.description)
  } catch let error as RunDirectoryError {
    if case .noRun = error { throw Failure(.missingFile, error.description) }
    throw Failure(.usage, error.description)
  } catch let error as CheckpointError {
    throw Failure(.badData, error.description)
  } catch let error as NetworkFileError {
    throw Failure(error.isMissingFile ? .missingFile : .badData, error.description)
  } catch let error as RouteError {
    throw Failure(.badData, error.description)
  } catch let error as TrainingError {
    throw Failure(.undecided, error.description)
  } catch let error as CertificationError {
    throw Failure(.undecided, error.description)
  }
}
