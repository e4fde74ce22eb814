"""The calls with which programs set up what is booked: what the pages under /admin/ do, for each noun."""
