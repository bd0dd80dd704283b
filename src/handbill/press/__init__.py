"""HTML becomes pages: engine, fonts, fitting, imposition."""
