import LinearAlgebra
import Testing

@Suite struct SparseMatrixTests {
  @Test func `transposing twice gives the matrix back`() {
    var matrix = SparseMatrix(columnCount: 3)
    matrix.appendRow([(0, 1), (2, 2)])
    matrix.appendRow([])
    matrix.appendRow([(1, 3)])
    #expect(matrix.transposed().transposed() == matrix)
    #expect(matrix.transposed().rowOffsets == [0, 1, 2, 3])
  }
}
