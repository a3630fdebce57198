import SiteContent
import Testing

@Suite struct ContentDateTests {
  @Test(arguments: [
    ("2020-08-18", "2020-08-18"), ("2018-10-6", "2018-10-06"), (" 2020-08-18 ", "2020-08-18"),
    ("2015-06-03 11:55:34 -0400", "2015-06-03T15:55:34Z"), ("2020-08-18T07:10:44.534612Z", "2020-08-18T07:10:44Z"),
    ("2019-01-25T9:15:00", "2019-01-25T09:15:00Z"), ("2019-11-01 3:00:00 -0500", "2019-11-01T08:00:00Z"),
    ("2015-02-15T22:09:33+01:00", "2015-02-15T21:09:33Z"), ("2024-12-31 23:30 -01:00", "2025-01-01T00:30:00Z"),
    ("2024-03-01T00:15:00+02", "2024-02-29T22:15:00Z"), ("2024-05-01 10:00:00 UTC", "2024-05-01T10:00:00Z"),
    ("2024/05/01", "2024-05-01"), ("2000-02-29", "2000-02-29"), ("2024-05-01t10:00z", "2024-05-01T10:00:00Z"),
  ])
  func `a date becomes ISO 8601 in UTC`(text: String, expected: String) {
    #expect(ContentDate.normalized(text) == expected)
  }

  @Test(arguments: [
    "2026-13-01", "2022-03-39", "2022-18-10T16:00:00", "2023-07-24T24:00:00", "2020-07-15 14:000:00 -0500",
    "-001-11-30T00:00:00+00:00", "1900-02-29", "2024", "soon", "", "2024-05-01x", "0000-01-01", "2024-05-01 10",
    "20240501", "2024-05-01T10:00:00 Mars",
    "2024-05-01T10:00:00+24", "2024-05-01T10:00:00-99:99", "2024-05-01T10:00:00+05:60",
    "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00",
  ])
  func `what is no date stays none`(text: String) {
    #expect(ContentDate.normalized(text) == nil)
  }

  @Test func `a file name gives a date only when it begins with one`() {
    #expect(ContentDate.ofFileName("2014-05-14-hiring.md") == "2014-05-14")
    #expect(ContentDate.ofFileName("2020-07-22-.md") == "2020-07-22")
    #expect(ContentDate.ofFileName("hiring-2014-05-14.md") == nil)
    #expect(ContentDate.ofFileName("2014-15-14-hiring.md") == nil)
  }
}
