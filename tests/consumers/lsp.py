"""A small client of a language server over stdio: opens texts, asks for completion and hover, waits for diagnostics."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any, Self

PATIENCE = 60
"""Seconds for an answer; a server that needs them has stopped."""


class Client:
    """A running server. `settings` are those of its section, as an editor would send them."""

    def __init__(self, command: list[str], root: Path, section: str, settings: dict[str, Any]) -> None:
        self.answers = {section: settings}
        self.root = root
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=root
        )
        self.incoming: Queue[dict[str, Any]] = Queue()
        self.published: dict[tuple[str, int], list[dict[str, Any]]] = {}
        self.asked = 0
        self.versions: dict[str, int] = {}
        self.reader = Thread(target=self._read, daemon=True)
        self.reader.start()

    def __enter__(self) -> Self:
        folder = {"uri": self.root.as_uri(), "name": self.root.name}
        capabilities = {
            "workspace": {"configuration": True, "workspaceFolders": True},
            "textDocument": {
                "completion": {
                    "completionItem": {"documentationFormat": ["markdown", "plaintext"], "snippetSupport": True}
                },
                "hover": {"contentFormat": ["markdown"]},
                "publishDiagnostics": {"versionSupport": True},
            },
        }
        self.request(
            "initialize",
            {"processId": None, "rootUri": folder["uri"], "workspaceFolders": [folder], "capabilities": capabilities},
        )
        self._notify("initialized", {})
        self._notify("workspace/didChangeConfiguration", {"settings": self.answers})
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.request("shutdown", None)
            self._notify("exit", None)
            self.process.wait(PATIENCE)
        finally:
            self.process.kill()
            self.reader.join()
            with self.process:
                pass  # closes its pipes

    def open(self, path: Path, text: str) -> list[dict[str, Any]]:
        """Show the server a text as that of a file, and wait for what it says of it."""
        uri = path.as_uri()
        version = self.versions[uri] = self.versions.get(uri, 0) + 1
        document: dict[str, Any] = {"uri": uri, "version": version}
        if version == 1:
            self._notify("textDocument/didOpen", {"textDocument": {**document, "languageId": "yaml", "text": text}})
        else:
            self._notify("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})
        while (uri, version) not in self.published:
            self._take()
        return self.published[uri, version]

    def at(self, method: str, path: Path, line: int, column: int) -> Any:
        """Ask about a place of an open text; line and column count from 0."""
        place = {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": column}}
        return self.request(f"textDocument/{method}", place)

    def request(self, method: str, params: Any) -> Any:
        """Ask and wait for the answer; what comes before it is dealt with."""
        self.asked += 1
        number = self.asked
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._take()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def _notify(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _take(self) -> dict[str, Any]:
        """The next message; questions of the server are answered, diagnostics kept."""
        message = self.incoming.get(timeout=PATIENCE)
        method, params = message.get("method"), message.get("params", {})
        if method == "textDocument/publishDiagnostics":
            self.published[params["uri"], params.get("version", self.versions.get(params["uri"], 0))] = params[
                "diagnostics"
            ]
        elif method and "id" in message:
            known = (
                [self.answers.get(item.get("section")) for item in params["items"]]
                if method == "workspace/configuration"
                else None
            )
            self._send({"id": message["id"], "result": known})
        return message

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream
        while header := stream.readline():
            if header.lower().startswith(b"content-length:"):
                length = int(header.split(b":")[1])
                while stream.readline().strip():
                    pass
                self.incoming.put(json.loads(stream.read(length)))
