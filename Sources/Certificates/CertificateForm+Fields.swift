import Exact

/// The fields of certificates, each in the words of `certificate.schema.json`.
extension CertificateForm<CertificateDocument.Content> {
  static let document = CertificateForm { scanner throws(CertificateFormatError) in
    var content = CertificateDocument.Content()
    var fields: [CertificateField<CertificateDocument.Content>] = [
      .init("certificates", \.collection, .members)
    ]
    fields += Certificate.fields.map { $0.within(\.certificate) }
    content.fields = try members(of: fields, into: &content, &scanner)
    return content
  }
}

extension CertificateForm<[TensorCertificate]?> {
  fileprivate static let members = CertificateForm { scanner throws(CertificateFormatError) in
    try CertificateForm<[TensorCertificate]>.array(.member).read(&scanner)
  }
}

extension CertificateForm<TensorCertificate> {
  fileprivate static let member = object(
    TensorCertificate(tensor: "", certificate: .blank),
    [.init("tensor", \.tensor, .text), .init("certificate", \.certificate, .certificate)])
}

extension Certificate {
  /// What the fields of a file are read into.
  static let blank = Certificate(
    n: 0, rows: [], hypotheses: .init(nonnegative: false, rowDefect: "", columnDefect: ""),
    penalty: .init(lower: "", upper: ""),
    distance: .init(
      l1: "", assignment: [], rowPotentials: [], columnPotentials: [], uniqueByOrder: nil,
      tiedWith: nil),
    rounding: .init(argmax: [], argmaxIsPermutation: false, uniqueNearest: false, claim: nil),
    repair: nil, birkhoff: nil, shares: nil, claims: [], verdict: .undecided)

  static let fields: [CertificateField<Certificate>] = [
    .init("schema", \.schema, .text), .init("n", \.n, .index),
    .init("rows", \.rows, .array(.texts)), .init("hypotheses", \.hypotheses, .hypotheses),
    .init("penalty", \.penalty, .enclosure), .init("distance", \.distance, .distance),
    .init("rounding", \.rounding, .rounding), .init("repair", \.repair, .optional(.repair)),
    .init("birkhoff", \.birkhoff, .optional(.array(.term))),
    .init("shares", \.shares, .optional(.array(.share))),
    .init("claims", \.claims, .array(.claim)), .init("verdict", \.verdict, .word),
  ]
}

extension CertificateForm<Certificate> {
  fileprivate static let certificate = object(.blank, Certificate.fields)
}

extension CertificateForm<[String]> {
  fileprivate static let texts = array(.text)
}

extension CertificateForm<[Int]> {
  fileprivate static let indices = array(.index)
}

extension CertificateForm<Certificate.Hypotheses> {
  fileprivate static let hypotheses = object(
    Certificate.blank.hypotheses,
    [
      .init("nonnegative", \.nonnegative, .flag), .init("rowDefect", \.rowDefect, .text),
      .init("columnDefect", \.columnDefect, .text),
    ])
}

extension CertificateForm<Certificate.Enclosure> {
  fileprivate static let enclosure = object(
    Certificate.blank.penalty, [.init("lower", \.lower, .text), .init("upper", \.upper, .text)])
}

extension CertificateForm<Certificate.Distance> {
  fileprivate static let distance = object(
    Certificate.blank.distance,
    [
      .init("l1", \.l1, .text), .init("assignment", \.assignment, .indices),
      .init("rowPotentials", \.rowPotentials, .texts),
      .init("columnPotentials", \.columnPotentials, .texts),
      .init("uniqueByOrder", \.uniqueByOrder, .optional(.indices)),
      .init("tiedWith", \.tiedWith, .optional(.indices)),
    ])
}

extension CertificateForm<Certificate.Rounding> {
  fileprivate static let rounding = object(
    Certificate.blank.rounding,
    [
      .init("argmax", \.argmax, .indices),
      .init("argmaxIsPermutation", \.argmaxIsPermutation, .flag),
      .init("uniqueNearest", \.uniqueNearest, .flag), .init("claim", \.claim, .optional(.text)),
    ])
}

extension CertificateForm<Certificate.Repair> {
  fileprivate static let repair = object(
    .init(removed: [], added: [], cost: ""),
    [
      .init("removed", \.removed, .array(.change)), .init("added", \.added, .array(.change)),
      .init("cost", \.cost, .text),
    ])
}

extension CertificateForm<Certificate.Repair.Change> {
  fileprivate static let change = object(
    .init(row: 0, column: 0, amount: ""),
    [
      .init("row", \.row, .index), .init("column", \.column, .index),
      .init("amount", \.amount, .text),
    ])
}

extension CertificateForm<Certificate.BirkhoffTerm> {
  fileprivate static let term = object(
    .init(weight: "", permutation: []),
    [.init("weight", \.weight, .text), .init("permutation", \.permutation, .indices)])
}

extension CertificateForm<Certificate.Share> {
  fileprivate static let share = object(
    .init(rational: "", root2: ""),
    [.init("rational", \.rational, .text), .init("root2", \.root2, .text)])
}

extension CertificateForm<Certificate.ClaimResult> {
  fileprivate static let claim = object(
    .init(id: "", verdict: .undecided, lhs: nil, rhs: nil),
    [
      .init("id", \.id, .text), .init("verdict", \.verdict, .word),
      .init("lhs", \.lhs, .optional(.enclosure)), .init("rhs", \.rhs, .optional(.enclosure)),
    ])
}
