import Testing

@testable import Plotting

@Suite("Scene snapshots")
struct SceneSnapshotTests {
  @Test("A small plot is laid out as it always was")
  func smallPlot() {
    let plot = Plot("Title") {
      Line(x: [0, 1, 2.0], y: [1.0, 10, 100], label: "line")
      Points(x: [1.0], y: [50.0], label: "point")
    }
    .x("x").y("y", .log).size(width: 200, height: 150)
    #expect(plot.drawing(measuring: ApproximateTextMeasurer()).scene.dump == expected)
  }

  private let expected = """
    scene 200 × 180
    text start 10,23 14.5 bold ink “Title”
    lines series-1 w=1.75 10,41 36,41
    text start 42,45.5 12.5 ink “line”
    symbols circle r=3.8 series-2 98.5,41
    text start 117.5,45.5 12.5 ink “point”
    text start 10.2,68 12.5 ink “y”
    text middle 114.5,167.5 12.5 ink “x”
    lines grid w=1.0 39.5,82.5 39.5,132.5 | 111.6,82.5 111.6,132.5 | 183.7,82.5 183.7,132.5 | 39.5,130.6 189.5,130.6 | 39.5,107.5 189.5,107.5 | 39.5,84.4 189.5,84.4
    lines muted w=1.0 39.5,82.5 39.5,132.5 189.5,132.5 | 39.5,132.5 39.5,136.5 | 111.6,132.5 111.6,136.5 | 183.7,132.5 183.7,136.5 | 35.5,130.6 39.5,130.6 | 35.5,107.5 39.5,107.5 | 35.5,84.4 39.5,84.4
    lines muted w=0.6 37,131.7 39.5,131.7 | 37,123.7 39.5,123.7 | 37,119.6 39.5,119.6 | 37,116.7 39.5,116.7 | 37,114.5 39.5,114.5 | 37,112.6 39.5,112.6 | 37,111.1 39.5,111.1 | 37,109.7 39.5,109.7 | 37,108.6 39.5,108.6 | 37,100.5 39.5,100.5 | 37,96.5 39.5,96.5 | 37,93.6 39.5,93.6 | 37,91.3 39.5,91.3 | 37,89.5 39.5,89.5 | 37,87.9 39.5,87.9 | 37,86.6 39.5,86.6 | 37,85.4 39.5,85.4
    lines series-1 w=1.75 39.5,130.6 111.6,107.5 183.7,84.4
    symbols circle r=3.8 series-2 111.6,91.3
    text middle 39.5,151.5 12 muted “0”
    text middle 111.6,151.5 12 muted “1”
    text middle 183.7,151.5 12 muted “2”
    text end 32.5,135 12 muted “1”
    text end 32.5,111.8 12 muted “10”
    text end 32.5,88.7 12 muted “100”
    """ + "\n"

  @Test("A dump names every primitive")
  func primitives() {
    let scene = Scene(
      size: .init(width: 10, height: 20),
      elements: [
        .polygons([[.init(x: 0, y: 0), .init(x: 1, y: 0.25), .init(x: 1, y: 1)]], .init(.series(1), opacity: 0.5)),
        .rectangle(.init(x: 1, y: 2, width: 3, height: 4), .init(.fixed(RGB(0x0102ff)))),
        .raster(.init(frame: .init(x: 0, y: 0, width: 5, height: 5), columns: 1, rows: 1, pixels: [255])),
        .lines([[.init(x: 0, y: 0), .init(x: -1.04, y: 1)]], .init(.init(.grid), width: 1, dash: [1, 2])),
      ])
    #expect(
      scene.dump == """
        scene 10 × 20
        polygons series-2@0.5 0,0 1,0.3 1,1
        rectangle #0102ff 1,2 3 × 4
        raster 1 × 1 0,0 5 × 5
        lines grid w=1.0 dash=1,2 0,0 -1,1

        """)
  }
}
