"""A headless Chromium of the system's packages, driven over its debugging pipe: no further software is needed."""

import base64
import json
import os
import shutil
import subprocess
import sys
import time

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Browser:
    """One page of a browser of its own; every address that it asks for is kept in `asked`."""

    def __init__(self, profile, width=1280, height=900):
        down, self._out = os.pipe()
        self._in, up = os.pipe()
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                 "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=en",
                 "--remote-debugging-pipe", f"--user-data-dir={profile}", "about:blank"]  # fmt: skip
        # Chromium reads its pipe from descriptor 3 and writes to 4, inherited as they are
        begin = ("import os, sys; down, up = os.dup(int(sys.argv[1])), os.dup(int(sys.argv[2])); os.dup2(down, 63); "
                 "os.dup2(up, 64); os.dup2(63, 3); os.dup2(64, 4); os.execv(sys.argv[3], sys.argv[3:])")  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, "-c", begin, str(down), str(up), PROGRAM, *flags],
            pass_fds=(down, up), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(down)
        os.close(up)
        self._count, self._rest, self.asked, self.said = 0, b"", [], []
        self._session = None
        target, until = None, time.monotonic() + 60
        while target is None:
            assert time.monotonic() < until, "the browser shows no page"
            target = next((t for t in self._call("Target.getTargets")["targetInfos"] if t["type"] == "page"), None)
        self._session = self._call("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime"):
            self._call(f"{domain}.enable")
        self.resize(width, height)

    def _call(self, method, **params):
        self._count += 1
        message = {"id": self._count, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._count:
                assert "error" not in answer, answer["error"]
                return answer["result"]

    def _read(self):
        while b"\0" not in self._rest:
            more = os.read(self._in, 1 << 16)
            assert more, "the browser has ended"
            self._rest += more
        one, self._rest = self._rest.split(b"\0", 1)
        message = json.loads(one)
        if message.get("method") == "Network.requestWillBeSent":
            self.asked.append(message["params"]["request"]["url"])
        if message.get("method") == "Page.javascriptDialogOpening":
            self._count += 1
            yes = {"id": self._count, "method": "Page.handleJavaScriptDialog", "params": {"accept": True}}
            os.write(self._out, json.dumps({**yes, "sessionId": self._session}).encode() + b"\0")
        if message.get("method") == "Runtime.exceptionThrown":
            self.said.append(message["params"]["exceptionDetails"])
        return message

    def resize(self, width, height=900):
        self._call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )

    def open(self, url):
        self._call("Page.navigate", url=url)

    def run(self, script):
        """Return the value of a script, an expression."""
        found = self._call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def wait(self, script, seconds=120):
        """Wait until a script gives something that is not false, nothing or empty, and return it."""
        until = time.monotonic() + seconds
        while (found := self.run(f"document.body ? {script} : null")) in (None, False, "", 0):
            assert time.monotonic() < until, f"still not: {script}; {self.run('document.body.innerText.slice(0, 600)')}"
            time.sleep(0.05)
        return found

    def click(self, selector):
        self.run(f"document.querySelector({selector!r}).click()")

    def choose(self, selector, value):
        self.run(f"(e => {{e.value = {value!r}; e.onchange && e.onchange(); e.oninput && e.oninput()}})"
                 f"(document.querySelector({selector!r}))")  # fmt: skip

    def picture(self, path, grey=False):
        """Write the whole page as it looks."""
        if grey:
            self.run("document.documentElement.style.filter = 'grayscale(1)'")
        shot = self._call("Page.captureScreenshot", captureBeyondViewport=True, format="png")
        path.write_bytes(base64.b64decode(shot["data"]))
        self.run("document.documentElement.style.filter = ''")

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self._in)
        os.close(self._out)
