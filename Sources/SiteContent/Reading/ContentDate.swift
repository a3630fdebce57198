/// Dates as sites write them, brought to ISO 8601.
package enum ContentDate {
  /// `2015-06-03 11:55:34 -0400` → `2015-06-03T15:55:34Z`; `2018-10-6` → `2018-10-06`; nil for what is no date.
  ///
  /// A day, or a day and a time, behind `T` or blanks; hours of one digit; seconds and their fractions may be missing and
  /// fractions are dropped; zones `Z`, `UTC`, `+02`, `+0200`, `+02:00`, brought to UTC; without a zone the time is taken as UTC.
  package static func normalized(_ text: String) -> String? {
    var copy = text
    return copy.withUTF8 { bytes in
      var scanner = Scanner(bytes: bytes)
      scanner.skipBlanks()
      guard let date = scanner.date() else { return nil }
      if scanner.isAtEnd { return date.text }
      guard let minutes = scanner.time(), scanner.isAtEnd else { return nil }
      return date.text(minuteOfDay: minutes.minute, second: minutes.second)
    }
  }

  /// The date that a file name begins with, if it is followed by `-` or `.`: `2014-05-14-title.md`.
  package static func ofFileName(_ name: Substring) -> String? {
    let head = name.utf8.prefix(11)
    guard head.count == 11, let last = head.last, last == Byte.hyphen || last == Byte.period || last == Byte.underscore
    else { return nil }
    return normalized(String(name.prefix(10)))
  }

  private struct Day {
    var year: Int
    var month: Int
    var day: Int

    var text: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

    /// The moment in UTC; minutes below 0 or beyond the day move the date. Nil where that leaves the years 1 to 9999.
    func text(minuteOfDay: Int, second: Int) -> String? {
      var days = Self.dayNumber(year, month, day)
      var minute = minuteOfDay
      if minute < 0 {
        days -= 1
        minute += 1440
      } else if minute >= 1440 {
        days += 1
        minute -= 1440
      }
      let date = Self.date(days)
      guard (1...9999).contains(date.year) else { return nil }
      return "\(date.text)T\(padded(minute / 60, 2)):\(padded(minute % 60, 2)):\(padded(second, 2))Z"
    }

    /// Days since 1 March of year 0, after Hinnant's `days_from_civil`.
    private static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
      let shifted = month <= 2 ? year - 1 : year
      let era = shifted / 400
      let yearOfEra = shifted - era * 400
      let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
      return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    }

    private static func date(_ number: Int) -> Day {
      let era = number / 146_097
      let dayOfEra = number - era * 146_097
      let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
      let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
      let shifted = (5 * dayOfYear + 2) / 153
      let month = shifted < 10 ? shifted + 3 : shifted - 9
      return Day(
        year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month, day: dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private func padded(_ number: Int, _ width: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
  }

  private struct Scanner {
    let bytes: UnsafeBufferPointer<UInt8>
    var index = 0

    var isAtEnd: Bool {
      var rest = index
      while rest < bytes.count, Byte.isWhiteSpace(bytes[rest]) { rest += 1 }
      return rest == bytes.count
    }

    mutating func skipBlanks() {
      while index < bytes.count, Byte.isWhiteSpace(bytes[index]) { index += 1 }
    }

    private mutating func number(digits: ClosedRange<Int>) -> Int? {
      var value = 0
      var count = 0
      while index < bytes.count, Byte.isDigit(bytes[index]), count < digits.upperBound {
        value = value * 10 + Int(bytes[index] - Byte.zero)
        index += 1
        count += 1
      }
      guard digits.contains(count), index == bytes.count || !Byte.isDigit(bytes[index]) else { return nil }
      return value
    }

    private mutating func take(_ byte: UInt8) -> Bool {
      guard index < bytes.count, bytes[index] == byte else { return false }
      index += 1
      return true
    }

    mutating func date() -> Day? {
      guard let year = number(digits: 4...4), year >= 1 else { return nil }
      let separator: UInt8 = index < bytes.count && bytes[index] == Byte.slash ? Byte.slash : Byte.hyphen
      guard take(separator), let month = number(digits: 1...2), (1...12).contains(month), take(separator),
        let day = number(digits: 1...2), day >= 1
      else { return nil }
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      return day <= lengths[month - 1] ? Day(year: year, month: month, day: day) : nil
    }

    /// The minute of the day in UTC, and the second.
    mutating func time() -> (minute: Int, second: Int)? {
      guard index < bytes.count else { return nil }
      if bytes[index] | 0x20 == 0x74 {
        index += 1
      } else if Byte.isBlank(bytes[index]) {
        skipBlanks()
      } else {
        return nil
      }
      guard let hour = number(digits: 1...2), hour < 24, take(Byte.colon), let minute = number(digits: 2...2),
        minute < 60
      else { return nil }
      var second = 0
      if take(Byte.colon) {
        guard let value = number(digits: 2...2), value < 61 else { return nil }
        second = min(value, 59)
        if take(Byte.period) || take(Byte.comma) {
          while index < bytes.count, Byte.isDigit(bytes[index]) { index += 1 }
        }
      }
      skipBlanks()
      guard let offset = zone() else { return nil }
      return (hour * 60 + minute - offset, second)
    }

    /// The minutes east of UTC, less than a day either way.
    private mutating func zone() -> Int? {
      guard index < bytes.count else { return 0 }
      if bytes[index] | 0x20 == 0x7A {
        index += 1
        return 0
      }
      if index + 3 <= bytes.count, bytes[index] | 0x20 == 0x75 || bytes[index] | 0x20 == 0x67 {
        let name = String(decoding: bytes[index..<index + 3], as: UTF8.self)
        guard name == "UTC" || name == "GMT" else { return nil }
        index += 3
        return 0
      }
      let sign = bytes[index] == Byte.hyphen ? -1 : 1
      guard take(Byte.plus) || take(Byte.hyphen) else { return nil }
      var digits: [Int] = []
      while index < bytes.count, Byte.isDigit(bytes[index]) || bytes[index] == Byte.colon {
        if Byte.isDigit(bytes[index]) { digits.append(Int(bytes[index] - Byte.zero)) }
        index += 1
      }
      let (hours, minutes): (Int, Int)
      switch digits.count {
      case 1: (hours, minutes) = (digits[0], 0)
      case 2: (hours, minutes) = (digits[0] * 10 + digits[1], 0)
      case 4: (hours, minutes) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
      default: return nil
      }
      guard hours < 24, minutes < 60 else { return nil }
      return sign * (hours * 60 + minutes)
    }
  }
}
