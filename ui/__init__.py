"""The Streamlit edge: caches, sign-in, filters, form, drawing, language and clock."""
