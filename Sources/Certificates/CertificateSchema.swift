/// The format of certificates as a JSON Schema (draft 2020-12), for readers in other languages.
package enum CertificateSchema {
  /// The text of the schema.
  package static var text: String {
    String(decoding: PackageResources.certificate_schema_json, as: UTF8.self)
  }
}
