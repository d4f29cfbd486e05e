// A button beside the page's main one. A component of ours, since one of TDesign has no node of its own that could carry an id.

Component({
  properties: {
    label: { type: String, value: '' },
    /** 'quiet' in grey; 'warn' in red on a card: something ends by it; 'plain' on a card. */
    tone: { type: String, value: 'quiet' },
    /** 'large' is as wide as the page. */
    size: { type: String, value: 'large' },
    disabled: { type: Boolean, value: false },
  },
  methods: {
    // TDesign's button keeps the finger's own event to itself.
    onTap() { this.triggerEvent('tap'); },
  },
});
