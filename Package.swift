// swift-tools-version: 6.2
import PackageDescription

// The arrows point one way: what is further down may use what is above it, never the reverse.
let package = Package(
  name: "arenascope",
  products: [
    .executable(name: "arenascope", targets: ["arenascope"]),
    .library(name: "arenascope-recorder", type: .dynamic, targets: ["CRecorder"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .target(name: "HeapCore"),
    .target(name: "Collector"),
    .target(name: "ObjectGraph", dependencies: ["HeapCore", "Collector"]),
    .target(name: "ObjectHeap", dependencies: ["HeapCore", "ObjectGraph", "Collector"]),
    .target(name: "Trace", dependencies: ["HeapCore", "ObjectGraph", "ObjectHeap"], exclude: ["FORMAT.md"]),
    .target(name: "Replay", dependencies: ["HeapCore", "Trace", "Collector", "ObjectGraph"]),
    .target(
      name: "Lesson", dependencies: ["HeapCore", "ObjectGraph", "Trace", "Replay", "Collector"],
      exclude: ["LESSONS.md"]),
    .target(name: "Scene", dependencies: ["HeapCore", "Trace", "Replay", "Collector", "ObjectGraph"]),
    .target(name: "Cells"),
    .target(name: "Handout", dependencies: ["Cells", "Scene", "Lesson"]),
    .target(name: "Input"),
    .target(name: "Views", dependencies: ["Scene", "Cells"]),
    .target(
      name: "App",
      dependencies: ["HeapCore", "Collector", "Lesson", "Trace", "Views", "Scene", "Replay", "Cells", "Input"]),
    .systemLibrary(name: "CNCurses", providers: [.apt(["libncurses-dev"])]),
    .target(name: "CTerminalGuard"),
    .target(name: "Terminal", dependencies: ["Cells", "Input", "CNCurses", "CTerminalGuard"]),
    .target(
      name: "CRecorder",
      exclude: ["RECORDING.md"],
      // Debug builds record real programs too: -O2 in both. A preloaded library must bring neither the Swift runtime
      // nor libstdc++ into the recorded process.
      cSettings: [.unsafeFlags(["-O2", "-fvisibility=hidden"])],
      linkerSettings: [.unsafeFlags(["-static-stdlib", "-nostartfiles"])]
    ),
    .target(name: "Recorder", dependencies: ["Trace"]),
    .executableTarget(
      name: "arenascope",
      dependencies: [
        "App", "Views", "Scene", "Lesson", "Replay", "Trace", "HeapCore", "Cells", "Terminal", "Recorder", "Handout",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),
    .target(name: "BundledTraces", resources: [.copy("../../Traces")]),
    .target(name: "PythonInterpreters", path: "Tests/PythonInterpreters"),
    .target(name: "SeededGenerators", path: "Tests/SeededGenerators"),
    .testTarget(name: "HeapCoreTests", dependencies: ["HeapCore", "SeededGenerators"]),
    .testTarget(
      name: "TraceTests",
      dependencies: ["Trace", "HeapCore", "ObjectGraph", "Replay", "PythonInterpreters", "SeededGenerators"]),
    .testTarget(name: "CollectorTests", dependencies: ["Collector"]),
    .testTarget(
      name: "ObjectHeapTests",
      dependencies: [
        "ObjectHeap", "ObjectGraph", "HeapCore", "Trace", "Recorder", "PythonInterpreters", "SeededGenerators",
      ]),
    .testTarget(name: "ReplayTests", dependencies: ["Replay", "Trace", "HeapCore", "Collector", "SeededGenerators"]),
    .testTarget(name: "CellsTests", dependencies: ["Cells", "SeededGenerators"]),
    .testTarget(
      name: "HandoutTests",
      dependencies: ["Handout", "App", "Views", "Scene", "Replay", "Cells", "Lesson", "Trace"]),
    .testTarget(name: "InputTests", dependencies: ["Input", "SeededGenerators"]),
    .testTarget(name: "LessonTests", dependencies: ["Lesson", "Trace", "Replay", "HeapCore", "SeededGenerators"]),
    .testTarget(
      name: "BundledLessonTests", dependencies: ["Lesson", "Trace", "Recorder", "PythonInterpreters"],
      exclude: ["python"]),
    .testTarget(
      name: "ViewsTests",
      dependencies: [
        "HeapCore", "Views", "Scene", "Cells", "Replay", "Trace", "Collector", "ObjectGraph", "SeededGenerators",
      ]),
    .testTarget(
      name: "AppTests",
      dependencies: ["App", "Views", "Scene", "Cells", "Input", "Lesson", "Replay", "Trace", "SeededGenerators"]),
    .testTarget(
      name: "RecorderTests", dependencies: ["Recorder", "Trace", "Replay", "HeapCore", "PythonInterpreters"]),
    .testTarget(name: "TerminalTests", dependencies: ["Terminal", "Cells", "Input"]),
    .testTarget(name: "CommandLineTests", dependencies: ["Trace", "Replay", "BundledTraces", "PythonInterpreters"]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c11
)
