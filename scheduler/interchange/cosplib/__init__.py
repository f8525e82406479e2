"""CoSPLib, the benchmark library for conference scheduling: its workbooks imported as meetings, agendas exported as its solutions."""
