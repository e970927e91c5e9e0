import Input
import Testing

@Test(arguments: [
  ("0;1;1M", MouseEvent(.press(.left), x: 0, y: 0)),
  ("1;300;120M", MouseEvent(.press(.middle), x: 299, y: 119)),
  ("2;3;4m", MouseEvent(.release(.right), x: 2, y: 3)),
  ("32;3;4M", MouseEvent(.drag(.left), x: 2, y: 3)),
  ("35;3;4M", MouseEvent(.move, x: 2, y: 3)),
  ("64;3;4M", MouseEvent(.wheelUp, x: 2, y: 3)),
  ("69;3;4M", MouseEvent(.wheelDown, x: 2, y: 3, modifiers: .shift)),
  ("28;3;4M", MouseEvent(.press(.left), x: 2, y: 3, modifiers: [.shift, .alt, .control])),
])
func `a report is read`(report: String, event: MouseEvent) {
  #expect(MouseEvent(sgr: report) == event)
}

@Test(arguments: [
  "", "M", "0;1M", "0;1;1", "0;1;1;1M", "0;0;1M", "-1;1;1M", "0;1;99999M", "999;1;1M", "a;1;1M", "0;;1M", "64;1;1m",
  "+1;1;1M",
])
func `what is no report is refused`(report: String) {
  #expect(MouseEvent(sgr: report) == nil)
}
