import CertifiedTraining
import Files
import ImageData
import Routes
import Runs
import Training

/// Runs `body` and turns the package's user errors into a sentence and an exit code.
func guarded<Result>(_ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let error as ByteSourceError {
    let code: Failure.Code = if case .missingFile = error { .missingFile } else { .badData }
    throw Failure(code, error.clause.prefix(1).uppercased() + error.clause.dropFirst() + ".")
  } catch let error as TrainingConfigurationError {
    throw Failure(.usage, error.description)
  } catch let error as RunDirectoryError {
    switch error {
    case .noRun, .missingLog: throw Failure(.missingFile, error.description)
    case .damagedLog, .unwritable: throw Failure(.badData, error.description)
    case .alreadyExists, .inUse, .otherRun: throw Failure(.usage, error.description)
    }
  } catch let error as ConfigurationFileError {
    if case .missing = error { throw Failure(.missingFile, error.description) }
    throw Failure(.badData, error.description)
  } catch let error as CheckpointError {
    throw Failure(.badData, error.description)
  } catch let error as NetworkFileError {
    throw Failure(error.isMissingFile ? .missingFile : .badData, error.description)
  } catch let error as ImageDataError {
    switch error {
    case .missingFolder, .missingFile, .unfetched: throw Failure(.missingFile, error.description)
    default: throw Failure(.badData, error.description)
    }
  } catch let error as RouteError {
    throw Failure(.badData, error.description)
  } catch let error as TrainingError {
    throw Failure(.undecided, error.description)
  } catch let error as CertificationError {
    throw Failure(.undecided, error.description)
  }
}
