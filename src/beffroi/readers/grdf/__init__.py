"""Gas meters as GRDF, the distributor, hands them out.

The gas day runs from 06:00 to 06:00 in Paris. The customer portal writes its times with the
offset `+00:00` although they are Paris times: only its dates are used. The flows for third
parties (ADICT) carry true offsets. Energy is what GRDF computed (`energie`, kWh gross calorific
value), never a volume times a coefficient of ours.
"""
