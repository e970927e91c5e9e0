import Testing

@testable import App

@Suite struct SettingsTests {
  @Test func `settings are read back as they were written`() {
    var settings = Settings()
    settings.theme = "light"
    settings.ascii = true
    settings.mouse = false
    #expect(Settings.read(settings.text).settings == settings)
    #expect(Settings.read(settings.text).complaints == [])
    #expect(Settings.read(Settings().text).settings == Settings())
  }

  @Test func `what can't be used is told with its line and changes nothing`() {
    let (settings, complaints) = Settings.read("theme = pink\n# fine\n\nmouse=off\nbogus\n")
    #expect(settings.theme == "dark" && !settings.mouse)
    #expect(
      complaints == [
        "line 1: 'theme = pink' is not a setting: theme, glyphs or mouse",
        "line 5: 'bogus' is not a setting: theme, glyphs or mouse",
      ])
  }
}

@Suite struct PlayClockTests {
  @Test func `steps come due at the chosen speed, whatever the frames do`() {
    var clock = PlayClock()
    clock.set(speed: 100)
    clock.play(direction: 1, now: 0)
    var steps = 0
    for now in stride(from: UInt64(7_000), through: 1_000_000, by: 7_000) { steps += clock.due(now: now) }
    #expect((99...100).contains(steps))
  }

  @Test func `a long stop doesn't make a burst`() {
    var clock = PlayClock()
    clock.set(speed: 10)
    clock.play(direction: 1, now: 0)
    #expect(clock.due(now: 60_000_000) <= 5)
  }

  @Test func `the wait is the time to the next step, and never shorter than a frame`() {
    var clock = PlayClock()
    #expect(clock.wait(now: 0) == nil)
    clock.set(speed: 4)
    clock.play(direction: 1, now: 0)
    #expect(clock.wait(now: 0) == 250_000)
    #expect(clock.wait(now: 100_000) == 150_000)
    clock.set(speed: 100_000)
    #expect(clock.wait(now: 0) == PlayClock.frameInterval)
  }
}
