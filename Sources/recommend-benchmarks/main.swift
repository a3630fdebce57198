import Glibc

/// `recommend-benchmarks NAME [ARGUMENT…]`: seeded workloads; tables in Markdown on standard output.
let arguments = Array(CommandLine.arguments.dropFirst())

func number(_ place: Int, default value: Int) -> Int {
  arguments.count > place ? Int(arguments[place]) ?? value : value
}

switch arguments.first {
case "budget":
  try Budget(itemCount: number(1, default: 20_000)).print()
case "head":
  try HeadShares(itemCount: number(1, default: 10_000)).print()
case "neighbors" where arguments.count > 1:
  try MatrixNeighbors(path: arguments[1], count: number(2, default: 10), threads: number(3, default: 1)).print()
case "generate":
  Workload(itemCount: number(1, default: 1000), seed: UInt64(number(2, default: 1))).writeJSONLines()
default:
  print(
    """
    recommend-benchmarks budget [ITEMS]          each stage: operations, bytes, bound, time
    recommend-benchmarks head [ITEMS]            which terms to multiply densely
    recommend-benchmarks neighbors MATRIX.mtx [COUNT] [THREADS]
    recommend-benchmarks generate ITEMS [SEED]   a collection of short items as JSON Lines
    """)
  exit(arguments.isEmpty ? 0 : 64)
}
