"""Does `python -m assistant check` catch altered quotations, and accept honest ones?"""
