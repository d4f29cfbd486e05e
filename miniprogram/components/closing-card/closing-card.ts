// Tells that a closed account waits to be erased, and offers to keep it.

Component({
  properties: {
    /** Of i18n/account. */
    words: { type: Object, value: { keep: '', keeping: '' } },
    /** Until when it waits, as a sentence. */
    until: { type: String, value: '' },
    /** What that means meanwhile. */
    text: { type: String, value: '' },
    busy: { type: Boolean, value: false },
  },
  methods: {
    onKeep() { this.triggerEvent('keep'); },
  },
});
