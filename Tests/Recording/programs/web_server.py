"""An HTTP server and its clients in threads, with XML and CSV read and written."""
import csv
import http.client
import http.server
import io
import sys
import threading
import xml.etree.ElementTree as ElementTree

scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
requests = max(3, int(40 * scale))


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        root = ElementTree.Element("rows", path=self.path)
        for i in range(60):
            ElementTree.SubElement(root, "row", number=str(i)).text = "value %d of %s" % (i, self.path)
        body = ElementTree.tostring(root)
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
tables = []


def ask(client):
    for number in range(requests):
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
        connection.request("GET", "/%d/%d" % (client, number))
        root = ElementTree.fromstring(connection.getresponse().read())
        connection.close()
        table = io.StringIO()
        csv.writer(table).writerows((row.get("number"), row.text) for row in root)
        tables.append(list(csv.reader(io.StringIO(table.getvalue()))))


clients = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
for client in clients:
    client.start()
for client in clients:
    client.join()
server.shutdown()
server.server_close()
print(len(tables))
