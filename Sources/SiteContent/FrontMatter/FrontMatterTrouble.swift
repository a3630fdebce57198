/// Why front matter could not be read, and where.
package struct FrontMatterTrouble: Error, Sendable, Equatable {
  /// The code of the problem.
  package var code: ProblemCode
  /// The line in the file, from 1.
  package var line: Int
  /// The column in the line, from 1.
  package var column: Int
  /// What is wrong, with the text that is.
  package var message: String
  /// What to do about it.
  package var hint: String
}

/// What front matter may cost; beyond it a file is skipped with a reason.
package struct FrontMatterLimits: Sendable, Equatable {
  /// Aliases in one block.
  package var aliasCount = 50
  /// Scalars, lists and maps in one block.
  package var nodeCount = 10_000
  /// Lists and maps one inside the other.
  package var depth = 64

  /// The limits of the project.
  package init() {}
}
