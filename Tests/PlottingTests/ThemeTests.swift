import Testing

@testable import Plotting

@Suite("Themes")
struct ThemeTests {
  private static let themes: [(name: String, theme: Theme)] = [
    ("light", .light), ("dark", .dark), ("print", .print), ("high contrast", .highContrast), ("grayscale", .grayscale),
  ]

  @Test("Black on white has a contrast of 21, a colour to itself 1, and the order does not matter")
  func contrast() {
    #expect(abs(RGB(0).contrast(with: RGB(0xffffff)) - 21) < 1e-12)
    #expect(RGB(0x123456).contrast(with: RGB(0x123456)) == 1)
    // The example of WCAG's own understanding document: #767676 is the lightest gray for text on white.
    #expect(RGB(0x767676).contrast(with: RGB(0xffffff)) >= 4.5)
    #expect(RGB(0xffffff).contrast(with: RGB(0x777777)) < 4.5)
  }

  @Test("A vision without a kind of cones sees gray as gray, and mixes up what it must")
  func visions() {
    for vision in Vision.allCases {
      for gray in [0x000000, 0x5e5e5e, 0xffffff] as [UInt32] {
        let lab = vision.lab(RGB(gray))
        #expect(abs(lab.y) < 0.5 && abs(lab.z) < 0.5, "\(vision)")
        #expect(abs(lab.x - RGB(gray).lightness) < 0.5)
      }
    }
    #expect(Vision.trichromat.difference(RGB(0xb03a00), RGB(0x6b5200)) > 25)
    #expect(Vision.protanope.difference(RGB(0xb03a00), RGB(0x6b5200)) < 2.3)
    #expect(Vision.withoutColor.difference(RGB(0x0072b2), RGB(0xff0000)) < 10)
  }

  @Test("Ink and muted can be read, and no theme has a problem", arguments: themes.map(\.theme))
  func text(theme: Theme) {
    #expect(theme.problems == [])
    #expect(theme.ink.contrast(with: theme.paper) >= 7)
    #expect(theme.muted.contrast(with: theme.paper) >= 4.5)
  }

  @Test("The first three series, which have no second cue, differ by 20 in every vision, by 10 without colour")
  func firstThree() {
    for (name, theme) in Self.themes {
      for vision in Vision.allCases {
        let least = vision == .withoutColor || name == "grayscale" ? 10.0 : 20
        for (a, b) in [(0, 1), (0, 2), (1, 2)] {
          #expect(vision.difference(theme.series[a], theme.series[b]) >= least, "\(name), \(vision), \(a) and \(b)")
        }
      }
    }
  }

  @Test("Series with the same second cue differ by 9 in every vision with colour; the first seven also without")
  func sameCue() {
    let styles = (0..<28).map(SeriesStyle.init)
    for (name, theme) in Self.themes {
      for (index, style) in styles.enumerated() {
        for other in styles[..<index] where other.dash == style.dash {
          let colors = (theme.rgb(style.color), theme.rgb(other.color))
          for vision in Vision.allCases where vision != .withoutColor || index < 7 {
            let least = vision == .withoutColor || name == "grayscale" ? 5.0 : 9
            #expect(
              vision.difference(colors.0, colors.1) >= least, "\(name), \(vision), \(other.slot) and \(style.slot)")
          }
        }
      }
    }
  }

  @Test("Letters in the colour of a series can be read in every theme, and keep its colour where it can be read")
  func letters() {
    for (name, theme) in Self.themes {
      for (number, color) in theme.series.enumerated() {
        let letters = theme.rgb(.label(number))
        #expect(letters.contrast(with: theme.paper) >= 4.5, "\(name), \(number)")
        #expect(letters == color || color.contrast(with: theme.paper) < 4.5, "\(name), \(number)")
      }
    }
    let own = Theme(
      ink: RGB(0xcccccc), muted: RGB(0), grid: RGB(0), paper: RGB(0xffffff), series: [RGB(0xffff00)])
    #expect(own.rgb(.label(3)) == own.ink)
  }

  @Test("Labels at line ends are in the colour of letters, and in ink where a number gave the line its colour")
  func endLabels() {
    func paints(_ line: Line) -> [Scene.Color] {
      Plot { line }.labels(.direct).drawing(measuring: ApproximateTextMeasurer()).scene.texts
        .filter { $0.text.plain == "end" }.map(\.paint.color)
    }
    let line = Line(x: [0, 1], y: [0, 1], label: "end")
    #expect(paints(line.series(3)) == [.label(3)])
    #expect(paints(line.color(0.5)) == [.ink])
  }

  @Test("High contrast means that every series can be read as text, and grayscale that nothing has a colour")
  func promises() {
    for color in Theme.highContrast.series { #expect(color.contrast(with: Theme.highContrast.paper) >= 4.5) }
    let gray = Theme.grayscale
    for color in [gray.ink, gray.muted, gray.grid, gray.paper] + gray.series {
      #expect(color.red == color.green && color.green == color.blue)
    }
  }

  @Test("A theme of one's own that cannot be read says why")
  func problems() {
    let pale = RGB(0xdddddd)
    let theme = Theme(ink: pale, muted: RGB(0), grid: pale, paper: RGB(0xffffff), series: [pale, RGB(0), RGB(0)])
    #expect(
      theme.problems == [
        "ink #dddddd has a contrast of 1.36 to the paper #ffffff: choose one of at least 4.5.",
        "series 1 #dddddd has a contrast of 1.36 to the paper #ffffff: choose one of at least 3.",
        "There are 3 series colors: choose 7, or they repeat early.",
        "Series 2 and 3 are both #000000: choose different colors.",
      ])
  }

  @Test("viridis is even in lightness, and both arms of vik are equally light at equal distances")
  func maps() {
    let steps = (0...32).map { ColorMap.viridis.color(at: Double($0) / 32).lightness }
    let differences = zip(steps, steps.dropFirst()).map { $1 - $0 }
    let mean = (steps[32] - steps[0]) / 32
    #expect(differences.allSatisfy { $0 > 0.5 * mean && $0 < 1.5 * mean }, "\(differences)")
    for step in 0...50 {
      let place = Double(step) / 100
      let (left, right) = (ColorMap.vik.color(at: place).lightness, ColorMap.vik.color(at: 1 - place).lightness)
      #expect(abs(left - right) < 9, "\(place): \(left) and \(right)")
    }
  }
}
