"""Secrets and network addresses: what is found and what looks alike and is left. `«TYPE:…»` marks what must be found."""

from __future__ import annotations

import pytest

from tests.ingest.clean.marking import marked, plain

FOUND = [
    "IP «IP:85.114.23.7», вход",
    "сервер «IP:85.114.23.7»:8080",
    "http://«IP:85.114.23.7»/x",
    "«IP:2a02:6b8:0:40c::1»",
    "MAC: «MAC:3C:52:82:4F:1A:9B»",
    "AKIA key «SECRET:AKIAQX3ZTRB5YLOM7WDE»",
    "«SECRET:ghp_aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0dF3gH6»",
    "password=«SECRET:Tr0ub4dor&3»",
    "пароль: «SECRET:Qw7rty!2x»",
    "Пароль «SECRET:kL9mN2pQ» от почты",
    "пароль от вай-фай: «SECRET:Hn4kd82ls»",
    "Authorization: Bearer «SECRET:a8f5f167f44f4964e6c998dee827110c»",
    "MY_API_KEY=«SECRET:9f86d081884c7d659a2feaa0c55ad015»",
    "postgres://user:«SECRET:s3cr3tP4ss»@db.firma.ru/x",
    "Server=db;Password=«SECRET:Zx81!kd9Q»;User=x",
    "key «SECRET:eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI4NzEyMyJ9.k3Jd82nXq0_aPzM4sLw7Yt»",
    "Пароль: «SECRET:Admin2024!»",
    "пароль «SECRET:Zx8kd9Qw»",
    "Логин: ivan, пароль: «SECRET:h7Kq_29mm»",
    "IP-адрес «IP:5.3.7.120»",
    "Password `«SECRET:fbpb#FFK926»` was shared in chat",
    "юзер ivanova пароль «SECRET:Zima2024!»",
    "Доступ на регистратор: admin / «SECRET:nykt%AFD028».",
]

LEFT = [
    "10.0.0.1, 192.168.1.1, 127.0.0.1, 8.8.8.8, 203.0.113.5",
    "Chrome/144.0.0.0, версия 10.2.3.4, п. 1.2.3.4",
    "85.114.23.0/24 и 85.114.23.7-85.114.23.9",
    "std::vector a::b 10:00:00",
    "password=your_password",
    "пароль должен быть не менее 8 символов",
    "api_key: your_api_key_123",
    "token: <token>",
    "password: ********",
    "password = get_password()",
    '"key": "ufCrm_1_123456789012"',
    "пароль: Пароль1",
    "введите пароль: password1",
    "Обновление 5.3.7.120",
    "RTX A5 8GB and T4 1TB",
    "Доступ по ролям: admin / manager",
    "Пароль `my_password` задан в файле",
    "доступ к папке /etc / opt2020",
]


@pytest.mark.parametrize("expected", FOUND)
def test_is_found(expected: str) -> None:
    assert marked(plain(expected)) == expected


@pytest.mark.parametrize("text", LEFT)
def test_what_looks_alike_is_left(text: str) -> None:
    assert marked(text) == text
