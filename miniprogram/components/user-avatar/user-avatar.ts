// A person's picture; where there is none, or it does not load, the first letter of her name.

Component({
  properties: {
    src: { type: String, value: '' },
    name: { type: String, value: '' },
  },
  data: { initial: '', broken: false },
  observers: {
    // The first code point, not the first UTF-16 unit: an emoji must not be cut in half.
    name(name: string) { this.setData({ initial: (Array.from(name.trim())[0] ?? '').toUpperCase() }); },
    src() { this.setData({ broken: false }); },
  },
  methods: {
    onError() { this.setData({ broken: true }); }, // WeChat's picture addresses die when the person changes her picture
  },
});
