// The green button a person taps to begin something; while busy it shows so and taps do nothing.

Component({
  properties: {
    label: { type: String, value: '' },
    busyLabel: { type: String, value: '' },
    busy: { type: Boolean, value: false },
    /** Something else is under way. */
    disabled: { type: Boolean, value: false },
  },
  methods: {
    onTap() {
      if (!this.data.busy && !this.data.disabled) this.triggerEvent('press');
    },
  },
});
