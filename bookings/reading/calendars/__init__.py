"""Calendars that programs follow: `feeds` who has an address of what, `content` what stands in one, `window` which bookings."""
