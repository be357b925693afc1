// Browsers start no worker for a page that is opened as a file. There the search of this site runs in a hidden frame instead.
// zensical would load a script of this name from the network; this one stands in its place.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(address) {
      super();
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.append(this.frame);
      this.inner = this.frame.contentWindow;
      window.addEventListener("message", (event) => {
        if (event.source !== this.inner) return;
        const told = new MessageEvent("message", { data: event.data });
        this.dispatchEvent(told);
        if (this.onmessage) this.onmessage(told);
      });
      this.ready = new Promise((loaded) => {
        this.frame.contentWindow.document.open();
        this.inner.document.write(
          `<body><script>window.postMessage = (data) => parent.postMessage(data, "*");</script><script src="${address}"></script></body>`,
        );
        this.inner.onload = loaded;
        this.inner.document.close();
      });
    }
    postMessage(data) {
      this.ready.then(() => this.inner.dispatchEvent(new MessageEvent("message", { data: structuredClone(data) })));
    }
    terminate() {
      this.frame.remove();
    }
  };
}
