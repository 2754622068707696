"""How every page looks, speaks and is put together: layouts, components, form fields, one style sheet."""
