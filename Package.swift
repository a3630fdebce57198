// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours: Swift 6, strict concurrency, and a warning is an error.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
]

/// The targets that hold unsafe kernels: each unsafe use is marked `unsafe` and says why it is sound.
let memorySafe: [SwiftSetting] = strict + [.strictMemorySafety()]

let package = Package(
  name: "recommend",
  products: [
    .library(name: "RecommendationEngine", targets: ["RecommendationEngine", "LinearAlgebra"]),
    .library(name: "SiteContent", targets: ["SiteContent"]),
    .executable(name: "recommend", targets: ["recommend"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
  ],
  targets: [
    // Layer 0: C libraries of the system, each a module map and a shim.
    // OpenBLAS is loaded by the first product, not linked: its header is needed to build (libopenblas-dev).
    .target(name: "COpenBLAS"),
    .systemLibrary(name: "CSnowball", providers: [.apt(["libstemmer-dev"])]),
    .systemLibrary(name: "CMD4C", pkgConfig: "md4c", providers: [.apt(["libmd4c-dev"])]),
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),

    // Layer 1
    .target(name: "LinearAlgebra", dependencies: ["COpenBLAS"], swiftSettings: memorySafe),

    // Layer 2
    .target(name: "RecommendationEngine", dependencies: ["LinearAlgebra", "CSnowball"], swiftSettings: memorySafe),

    // Layer 3
    .target(
      name: "SiteContent",
      dependencies: [
        "RecommendationEngine", "CMD4C", "CLibXML2", "CLinux",
        .product(name: "Yams", package: "Yams"),
        .product(name: "TOMLKit", package: "TOMLKit"),
      ],
      // Links to models/: the program carries the built-in configurations inside.
      resources: [.embedInCode("Models")],
      swiftSettings: strict
    ),
    .target(
      name: "RecommendationStore",
      dependencies: [
        "RecommendationEngine", "CSQLite",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: strict
    ),

    // Layer 5
    .executableTarget(
      name: "recommend",
      dependencies: [
        "CLinux", "LinearAlgebra", "RecommendationEngine", "SiteContent", "RecommendationStore",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "recommend-benchmarks",
      dependencies: ["LinearAlgebra", "RecommendationEngine"],
      swiftSettings: strict
    ),

    // Tests: the folders and names of the sources.
    .testTarget(name: "LinearAlgebraTests", dependencies: ["LinearAlgebra"], swiftSettings: strict),
    .testTarget(
      name: "RecommendationEngineTests",
      dependencies: ["RecommendationEngine", "LinearAlgebra"],
      resources: [.copy("Fixtures")],
      swiftSettings: strict
    ),
    .testTarget(
      name: "SiteContentTests",
      dependencies: ["SiteContent", "RecommendationEngine"],
      resources: [.copy("Fixtures")],
      swiftSettings: strict
    ),
    .testTarget(
      name: "RecommendationStoreTests", dependencies: ["RecommendationStore", "RecommendationEngine"],
      swiftSettings: strict),
    .testTarget(
      name: "recommendTests",
      dependencies: ["recommend", "RecommendationEngine", "RecommendationStore", "SiteContent"],
      swiftSettings: strict),
  ]
)
