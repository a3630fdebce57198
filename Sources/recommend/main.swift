print("recommend")
