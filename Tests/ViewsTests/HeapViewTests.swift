import Cells
import Scene
import Testing

@testable import Views

/// The screens of the design, compared as text; where rows say what a recording can't know yet, they are left out.
@Suite struct HeapViewTests {
  static func rows(_ picture: Canvas, _ range: Range<Int>) -> String {
    range.map { row in
      var text = String(String.UnicodeScalarView(picture.row(row).map(\.scalar)))
      while text.last == " " { text.removeLast() }
      return text
    }.joined(separator: "\n")
  }

  static let at120 = """
     ▶ Arenas ───────────── 3 × 1 MiB, 64 pools of 16 KiB each    ─ Pool 2.42 ────────── d 64-byte blocks, 191 of 255 used
      arena 0                  40 full  15 part  9 empty  70 %        0         10        20        30        40
      0 j▇▇▇▇▇ D▇▇▇▇▇ g▇▇▇▇▇ c▇▇▇▇▇ b▇▇▇▇▇ d▇▇▇▇▇ h▇▇▇▇▇ e▇▇▇▇▇     0 ■■■■■■■■■■■■■■■■■○○■■■■■■■■■■■■■■■■■■■■■■○■■■■■■■■
      8 B▇▇▇▇▄ f▇▇▇▇▇ q▇▇▂▁▁ n▇▇▇▇▇ a▄▁▁▁▁ u▇▇▇▄▁ k▇▇▇▇▇ y▇▇▆▁▁    50 ■■■■■■■■■■■■■■■■○■■■■■■■■■■■■■■■■■■■■■+■■■■■■■■○■■
     16 v▇▇▇▇▄ s▇▇▇▇▇ p▇▇▇▇▇ d▇▇▇▇▇ i▇▇▇▇▇ e▇▇▇▇▇ j▇▇▇▇▇ d▇▇▇▇▇   100 ■■■■■■■■■■■■■■■■■■■■■1■■■■■■■■■■■■■■■■■■■■■■■■■■■■
     24 f▇▇▇▇▇ g▇▇▇▁▁ j▇▇▇▇▇ e▇▇▇▇▇ d▇▇▇▇▇ D▇▃▁▁▁ j▇▇▇▇▇ d▇▇▇▇▇   150 ■■■○■■■■■■■■■■■■■■■■○■■■■■■■■■■■■■■■■■■■■■■■■■■■■○
     32 f▇▁▁▁▁ b▆▁▁▁▁ d▇▇▇▇▇ d▇▇▇▇▇ b▁▁▁▁▁ f▁▁▁▁▁ d▇▇▇▇▇ d▇▇▇▇▇   200 ··················································
     40 b▁▁▁▁▁ d▇▇▇▇▇ f▁▁▁▁▁ d▇▇▇▇▇ b▁▁▁▁▁ d▇▇▇▇▇ f▁▁▁▁▁ d▇▇▇▇▇   250 ·····
     48 b▁▁▁▁▁ d▇▇▇▇▇ f▁▁▁▁▁ d▇▇▇▇▇ b▁▁▁▁▁ d▇▇▇▇▇ f▄▁▁▁▁ d▇▇▇▇▇       ■ 191 used   1○ 9 free   · 55 not carved
     56 b▄▁▁▁▁ d▇▇▇▇▇ d▇▇▇▇▇ f▅▁▁▁▁ b▄▁▁▁▁ d▇▇▇▇▇ d▇▇▇▇▇ b▆▁▁▁▁       free ones go out in this order
      arena 1                           36 full  28 part  63 %        121 → 17 → 170 → 153 → 41 → 18 → 97 → 66 → 199
      0 f▆▁▁▁▁ c▇▇▃▁▁ d▇▇▇▇▇ d▇▇▇▇▇ b▆▁▁▁▁ f▆▁▁▁▁ d▇▇▇▇▇ b▅▁▁▁▁
      8 d▇▇▇▇▇ f▅▁▁▁▁ d▇▇▇▇▇ b▅▁▁▁▁ d▇▇▇▇▇ d▇▇▇▇▇ f▆▁▁▁▁ b▆▁▁▁▁   ─ Size classes ───────────────────────── 23 of 32 in use
     16 d▇▇▇▇▇ d▇▇▇▇▇ f▅▁▁▁▁ b▅▁▁▁▁ d▇▇▇▇▇ d▇▇▇▇▇ b▆▁▁▁▁ f▆▁▁▁▁   block  pools   in use             used    free  next from
     24 d▇▇▇▇▇ d▇▇▇▇▇ b▆▁▁▁▁ f▅▁▁▁▁ d▇▇▇▇▇ d▇▇▇▇▇ b▅▁▁▁▁ d▇▇▇▇▇   a   16      1  ▆▁▁▁▁▁▁▁▁▁   8 %     87     934  0.12
     32 f▅▁▁▁▁ d▇▇▇▇▇ b▆▁▁▁▁ d▇▇▇▇▇ f▅▁▁▁▁ d▇▇▇▇▇ b▅▁▁▁▁ d▇▇▇▇▇   b   32     19  ▇▆▁▁▁▁▁▁▁▁  18 %  1,789   7,901  0.33 +17
     40 f▆▁▁▁▁ d▇▇▇▇▇ b▆▁▁▁▁ d▇▇▇▇▇ f▆▁▁▁▁ d▇▇▇▇▇ b▆▁▁▁▁ d▇▇▇▇▇   c   48      2  ▇▇▇▇▇▇▇▃▁▁  72 %    495     185  1.1
     48 d▇▇▇▇▇ b▅▁▁▁▁ f▇▇▅▁▁ d▇▇▇▇▇ d▇▇▇▇▇ b▂▁▁▁▁ f▂▁▁▁▁ x▇▇▇▇▇   d + 64     59  ▇▇▇▇▇▇▇▇▇▆  99 % 14,981      64  2.42
     56 n▇▇▇▇▇ F▇▇▇▇▇ m▇▇▇▇▇ e▇▇▇▇▇ s▇▇▇▇▇ j▇▇▇▇▇ j▇▇▇▇▇ p▇▇▇▇▇   e   80      9  ▇▇▇▇▇▇▇▇▇▄  94 %  1,741      95  2.36
      arena 2            31 full  12 part  21 not carved  59 %    f   96     18  ▇▇▄▁▁▁▁▁▁▁  25 %    787   2,273  0.32 +15
      0 F▇▇▇▇▇ e▇▇▇▇▇ n▇▇▇▇▇ j▇▇▇▇▇ x▇▇▇▇▇ j▇▇▇▇▇ e▇▇▇▇▇ s▇▇▇▇▇   g  112      2  ▇▇▇▇▇▇▇▇▁▁  79 %    231      59  0.25
      8 F▇▇▇▇▇ j▇▇▇▇▇ n▇▇▇▇▇ h▇▇▇▃▁ j▇▇▇▇▇ m▇▇▇▇▄ e▇▇▇▇▇ x▇▇▇▇▇   h  128      2  ▇▇▇▇▇▇▇▇▃▁  82 %    210      44  2.11
     16 F▇▇▇▇▇ p▇▇▇▂▁ j▇▇▇▇▇ k▇▇▆▁▁ j▇▇▇▇▇ e▇▇▇▇▇ F▇▇▇▇▇ s▇▇▇▁▁   i  144      2  ▇▇▇▇▇▇▂▁▁▁  61 %    139      87  2.26
     24 n▇▇▇▇▆ d▇▇▇▇▇ i▇▂▁▁▁ j▇▇▇▇▇ d▇▇▇▇▇ d▇▇▇▇▇ d▇▇▇▇▇ d▇▇▇▇▇   j  160     15  ▇▇▇▇▇▇▇▇▇▄  95 %  1,464      66  2.40
     32 j▇▇▇▇▇ F▇▇▇▄▁ d▇▇▇▇▇ d▇▇▇▇▇ e▇▇▅▁▁ d▇▇▇▇▇ x▇▄▁▁▁ d▇▇▇▇▇   k  176      2  ▇▇▇▇▇▇▇▆▁▁  78 %    144      40  2.19
     40 j▇▆▁▁▁ d▇▇▇▇▇[+▇▇▇▅▁]·      ·      ·      ·      ·        m  208      2  ▇▇▇▇▇▇▇▇▇▄  95 %    149       7  2.13
     48 ·      ·      ·      ·      ·      ·      ·      ·        n  224      5  ▇▇▇▇▇▇▇▇▇▆  99 %    359       1  2.24
     56 ·      ·      ·      ·      ·      ·      ·      ·        p  256      3  ▇▇▇▇▇▇▇▇▆▁  87 %    166      23  2.17
                                                                  q  272      1  ▇▇▇▇▂▁▁▁▁▁  41 %     25      35  0.10
        d▇▇▄▁▁ one pool: block size, part used   · not carved      s–F  8 more sizes, 20 pools
    """

  static let asciiAt120 = """
     > Arenas ------------- 3 x 1 MiB, 64 pools of 16 KiB each    - Pool 2.42 ---------- d 64-byte blocks, 191 of 255 used
      arena 0                  40 full  15 part  9 empty  70 %        0         10        20        30        40
      0 j##### D##### g##### c##### b##### d##### h##### e#####     0 #################oo######################o########
      8 B####_ f##### q##___ n##### a#____ u###__ k##### y###__    50 ################o#####################+########o##
     16 v####_ s##### p##### d##### i##### e##### j##### d#####   100 #####################1############################
     24 f##### g###__ j##### e##### d##### D#____ j##### d#####   150 ###o################o############################o
     32 f#____ b#____ d##### d##### b_____ f_____ d##### d#####   200 ..................................................
     40 b_____ d##### f_____ d##### b_____ d##### f_____ d#####   250 .....
     48 b_____ d##### f_____ d##### b_____ d##### f#____ d#####       # 191 used   1o 9 free   . 55 not carved
     56 b#____ d##### d##### f#____ b#____ d##### d##### b#____       free ones go out in this order
      arena 1                           36 full  28 part  63 %        121 > 17 > 170 > 153 > 41 > 18 > 97 > 66 > 199
      0 f#____ c##___ d##### d##### b#____ f#____ d##### b#____
      8 d##### f#____ d##### b#____ d##### d##### f#____ b#____   - Size classes ------------------------- 23 of 32 in use
     16 d##### d##### f#____ b#____ d##### d##### b#____ f#____   block  pools   in use             used    free  next from
     24 d##### d##### b#____ f#____ d##### d##### b#____ d#####   a   16      1  #_________   8 %     87     934  0.12
     32 f#____ d##### b#____ d##### f#____ d##### b#____ d#####   b   32     19  ##________  18 %  1,789   7,901  0.33 +17
     40 f#____ d##### b#____ d##### f#____ d##### b#____ d#####   c   48      2  #######___  72 %    495     185  1.1
     48 d##### b#____ f###__ d##### d##### b#____ f#____ x#####   d + 64     59  #########_  99 % 14,981      64  2.42
     56 n##### F##### m##### e##### s##### j##### j##### p#####   e   80      9  #########_  94 %  1,741      95  2.36
      arena 2            31 full  12 part  21 not carved  59 %    f   96     18  ###_______  25 %    787   2,273  0.32 +15
      0 F##### e##### n##### j##### x##### j##### e##### s#####   g  112      2  ########__  79 %    231      59  0.25
      8 F##### j##### n##### h###__ j##### m####_ e##### x#####   h  128      2  ########__  82 %    210      44  2.11
     16 F##### p###__ j##### k###__ j##### e##### F##### s###__   i  144      2  ######____  61 %    139      87  2.26
     24 n####_ d##### i#____ j##### d##### d##### d##### d#####   j  160     15  #########_  95 %  1,464      66  2.40
     32 j##### F####_ d##### d##### e###__ d##### x#____ d#####   k  176      2  ########__  78 %    144      40  2.19
     40 j##___ d#####[+####_].      .      .      .      .        m  208      2  #########_  95 %    149       7  2.13
     48 .      .      .      .      .      .      .      .        n  224      5  #########_  99 %    359       1  2.24
     56 .      .      .      .      .      .      .      .        p  256      3  #########_  87 %    166      23  2.17
                                                                  q  272      1  ####______  41 %     25      35  0.10
        d##___ one pool: block size, part used   . not carved      s-F  8 more sizes, 20 pools
    """

  static let at80 = """
         Block 88 was freed last, so it is handed out first.           orders.py:31
     ▶ Arenas ────────────── 3 × 1 MiB, 64 pools each   ─ Pool 2.42 ──────── d 64 B
     arena 0           40 full  15 part  9 empty  70 %   0 ■■■■■■■■■■■■■■■■■○○■■■■■■
     0 j█ D█ g█ c█ b█ d█ h█ e█ B▇ f█ q▄ n█ a▂ u▆ k█ y▅  25 ■■■■■■■■■■■■■■■■○■■■■■■■■
    16 v▇ s█ p█ d█ i█ e█ j█ d█ f█ g▅ j█ e█ d█ D▃ j█ d█  50 ■■■■■■■■■■■■■■■■○■■■■■■■■
    32 f▂ b▂ d█ d█ b▁ f▁ d█ d█ b▁ d█ f▁ d█ b▁ d█ f▁ d█  75 ■■■■■■■■■■■■■+■■■■■■■■○■■
    48 b▁ d█ f▁ d█ b▁ d█ f▂ d█ b▂ d█ d█ f▂ b▂ d█ d█ b▂ 100 ■■■■■■■■■■■■■■■■■■■■■1■■■
     arena 1                    36 full  28 part  63 % 125 ■■■■■■■■■■■■■■■■■■■■■■■■■
     0 f▂ c▄ d█ d█ b▂ f▂ d█ b▂ d█ f▂ d█ b▂ d█ d█ f▂ b▂ 150 ■■■○■■■■■■■■■■■■■■■■○■■■■
    16 d█ d█ f▂ b▂ d█ d█ b▂ f▂ d█ d█ b▂ f▂ d█ d█ b▂ d█ 175 ■■■■■■■■■■■■■■■■■■■■■■■■○
    32 f▂ d█ b▂ d█ f▂ d█ b▂ d█ f▂ d█ b▂ d█ f▂ d█ b▂ d█ 200 ·························
    48 d█ b▂ f▅ d█ d█ b▂ f▂ x█ n█ F█ m█ e█ s█ j█ j█ p█ 225 ·························
     arena 2     31 full  12 part  21 not carved  59 % 250 ·····
     0 F█ e█ n█ j█ x█ j█ e█ s█ F█ j█ n█ h▆ j█ m▇ e█ x█     ■ 191 used 1○ 9 free
    16 F█ p▅ j█ k▅ j█ e█ F█ s▅ n▇ d█ i▃ j█ d█ d█ d█ d█     · 55 not carved
    32 j█ F▆ d█ d█ e▅ d█ x▃ d█ j▃ d█[+▆]·  ·  ·  ·  ·   out 121 → 17 → 170 → 153 → …
    48 ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·   all d  59 pools, 99 % used
    """

  static let asciiAt80 = """
         Block 88 was freed last, so it is handed out first.           orders.py:31
     > Arenas -------------- 3 x 1 MiB, 64 pools each   - Pool 2.42 -------- d 64 B
     arena 0           40 full  15 part  9 empty  70 %   0 #################oo######
     0 j# D# g# c# b# d# h# e# B7 f# q4 n# a2 u6 k# y5  25 ################o########
    16 v7 s# p# d# i# e# j# d# f# g5 j# e# d# D3 j# d#  50 ################o########
    32 f2 b2 d# d# b_ f_ d# d# b_ d# f_ d# b_ d# f_ d#  75 #############+########o##
    48 b_ d# f_ d# b_ d# f2 d# b2 d# d# f2 b2 d# d# b2 100 #####################1###
     arena 1                    36 full  28 part  63 % 125 #########################
     0 f2 c4 d# d# b2 f2 d# b2 d# f2 d# b2 d# d# f2 b2 150 ###o################o####
    16 d# d# f2 b2 d# d# b2 f2 d# d# b2 f2 d# d# b2 d# 175 ########################o
    32 f2 d# b2 d# f2 d# b2 d# f2 d# b2 d# f2 d# b2 d# 200 .........................
    48 d# b2 f5 d# d# b2 f2 x# n# F# m# e# s# j# j# p# 225 .........................
     arena 2     31 full  12 part  21 not carved  59 % 250 .....
     0 F# e# n# j# x# j# e# s# F# j# n# h6 j# m7 e# x#     # 191 used 1o 9 free
    16 F# p5 j# k5 j# e# F# s5 n7 d# i3 j# d# d# d# d#     . 55 not carved
    32 j# F6 d# d# e5 d# x3 d# j3 d#[+6].  .  .  .  .   out 121 > 17 > 170 > 153 > .
    48 .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .   all d  59 pools, 99 % used
    """

  static let poolAt80 = """
         Block 88 was freed last, so it is handed out first.           orders.py:31
     ▶ Pool 2.42 ──────────────── d 255 blocks of 64 bytes   ─ Header ─── 48 bytes
      0 ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ 2 6 ■ ■ ■ ■ ■ ■     count           + 191
     25 ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ 5 ■ ■ ■ ■ ■ ■ ■ ■     freeblock → block 121
     50 ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ 8 ■ ■ ■ ■ ■ ■ ■ ■     nextpool    usedpools
     75 ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ + ■ ■ ■ ■ ■ ■ ■ ■ 7 ■ ■     prevpool    usedpools
    100 ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ 1 ■ ■ ■     arenaindex          2
    125 ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■     szidx               3
    150 ■ ■ ■ 4 ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ 3 ■ ■ ■ ■     nextoffset     12,848
    175 ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ ■ 9     maxnextoffset  16,320
    200 · · · · · · · · · · · · · · · · · · · · · · · · ·     the only pool in use
    225 · · · · · · · · · · · · · · · · · · · · · · · · ·     with 64-byte blocks
    250 · · · · ·                                             that has free ones
        ■ 191 used  1–9 9 free, 1 goes out next  · 55 not carved
    """

  @Test func `at 120 x 40 map, pool and size classes stand as designed`() {
    let frame = Screen.draw(MockScenes.heap(columns: 120), width: 120, height: 40, theme: .dark, glyphs: .unicode)
    #expect(Self.rows(frame.picture, 3..<33) == Self.at120)
  }

  @Test func `at 120 x 40 they stand as designed in ASCII`() {
    let frame = Screen.draw(MockScenes.heap(columns: 120), width: 120, height: 40, theme: .mono, glyphs: .ascii)
    #expect(Self.rows(frame.picture, 3..<33) == Self.asciiAt120)
  }

  @Test func `at 80 x 24 a pool is a letter and a cell`() {
    let frame = Screen.draw(MockScenes.heap(columns: 80), width: 80, height: 24, theme: .dark, glyphs: .unicode)
    #expect(Self.rows(frame.picture, 2..<19) == Self.at80)
  }

  @Test func `at 80 x 24 the cell is a digit in ASCII`() {
    let frame = Screen.draw(MockScenes.heap(columns: 80), width: 80, height: 24, theme: .mono, glyphs: .ascii)
    #expect(Self.rows(frame.picture, 2..<19) == Self.asciiAt80)
  }

  @Test func `the pool view at 80 x 24 has every block and the header`() {
    let scene = MockScenes.heap(columns: 80, view: .pool)
    let frame = Screen.draw(scene, width: 80, height: 24, theme: .dark, glyphs: .unicode)
    #expect(Self.rows(frame.picture, 2..<16) == Self.poolAt80)
  }

  @Test func `every view draws at every size without touching what is outside`() {
    for theme in [Theme.dark, .mono] {
      for width in stride(from: 1, to: 220, by: 13) {
        for height in stride(from: 1, to: 70, by: 7) {
          for view in ViewKind.allCases {
            let scene = MockScenes.heap(columns: width, view: view)
            let frame = Screen.draw(
              scene, width: width, height: height, theme: theme, glyphs: theme.isMono ? .ascii : .unicode)
            #expect(frame.picture.width == width && frame.picture.height == height)
            if theme.isMono { #expect(frame.picture.text.utf8.allSatisfy { $0 < 0x7F }) }
          }
        }
      }
    }
  }
}
