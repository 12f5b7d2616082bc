"""The typed columns of a return, one for each canonical measure (`rules/measures.py` says what they mean)."""

from django.db import models


class Measured(models.Model):
    """One nullable column for each measure: null is unknown or not applicable, never zero."""

    beds = models.IntegerField(null=True)
    occupied = models.IntegerField(null=True)
    reserved = models.IntegerField(null=True)
    vacancies_admitting = models.IntegerField(null=True)
    vacancies_closed = models.IntegerField(null=True)
    suspected_new = models.IntegerField(null=True)
    confirmed_new = models.IntegerField(null=True)
    confirmed_total = models.IntegerField(null=True)
    deaths_all_new = models.IntegerField(null=True)
    deaths_covid_new = models.IntegerField(null=True)
    staff_employed = models.IntegerField(null=True)
    staff_agency = models.IntegerField(null=True)
    staff_absent_covid = models.IntegerField(null=True)
    staff_absent_other = models.IntegerField(null=True)
    staff_groups_short = models.IntegerField(null=True)
    people_supported = models.IntegerField(null=True)
    hours_commissioned = models.IntegerField(null=True)
    hours_handed_back = models.IntegerField(null=True)
    ppe_under_a_week = models.IntegerField(null=True)
    residents_vaccinated = models.IntegerField(null=True)
    staff_vaccinated = models.IntegerField(null=True)
    stock_aprons = models.IntegerField(null=True)
    stock_gloves = models.IntegerField(null=True)
    stock_masks = models.IntegerField(null=True)
    stock_eye_protection = models.IntegerField(null=True)
    stock_gowns = models.IntegerField(null=True)
    stock_visors = models.IntegerField(null=True)
    stock_sanitiser = models.IntegerField(null=True)
    daily_use_aprons = models.IntegerField(null=True)
    daily_use_gloves = models.IntegerField(null=True)
    daily_use_masks = models.IntegerField(null=True)
    daily_use_eye_protection = models.IntegerField(null=True)
    daily_use_gowns = models.IntegerField(null=True)
    daily_use_visors = models.IntegerField(null=True)
    daily_use_sanitiser = models.IntegerField(null=True)
    admitting = models.BooleanField(null=True)
    rating_overall = models.SmallIntegerField(null=True)
    rating_workforce = models.SmallIntegerField(null=True)
    rating_ppe = models.SmallIntegerField(null=True)

    class Meta:
        abstract = True
