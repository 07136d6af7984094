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
    "логин: kassa, пароль: «SECRET:52817364»",
    "Пароль по умолчанию: «SECRET:sklad2025»",
    "ПИН-код карты «SECRET:7391», код доступа: «SECRET:583920»",
    "логин/пароль: kassa / «SECRET:kassa-den»",
    "The password is «SECRET:Blue!Sky7»",
    "user: root, pass: «SECRET:toor77»",
    "Логин ivanova пароль «SECRET:pass2024»",
    "curl -u admin:«SECRET:Gh7dk2LL» https://api.firma.ru/v1",
    'curl --user "svc-bot:«SECRET:zelenyj-bor»" https://api.firma.ru',
    "sshpass -p '«SECRET:Gh7dk2LL»' ssh root@10.0.0.5",
    "mysql -u root -p«SECRET:Gh7dk2LL» shop",
    "Authorization: Basic «SECRET:aXZhbjpHaDdkazJMTA==»",
    "redis://:«SECRET:r3disPass»@cache.firma.ru:6379/0",
    "https://deploy:«SECRET:admin-key-7»@git.firma.ru/repo.git",
    "aws_access_key_id = «SECRET:AKIAZFOOKEYQ7BARM2XY»",
    "aws_secret_access_key = «SECRET:wJalrKeyFooUtn9MDENGbPxRfiCYtestK3Y8Zq2w»",
    "api_key: «SECRET:9f86d0818keyc7d659a2feaa0c55ad»",
    'secret_key = "«SECRET:kfooZ82hd9sk2Lq0xW1»"',
    "API-ключ: «SECRET:k7Fj29dLq0xW1z8Y»",
    "<password>«SECRET:Gh7dk2LL»</password>",
    "Пароль\n«SECRET:Zima2024»",
    "| Логин | Пароль |\n|---|---|\n| ivanov | «SECRET:Zima2024» |\n| petrov | «SECRET:krokodil» |",
    "| Service | Login | Password |\n|---|---|---|\n| Mail | info | «SECRET:12348765» |",
    "Логин | Пароль\nivanov | «SECRET:Zima2024»\npetrov | «SECRET:krokodil»",
    "Логин;Пароль;Отдел\nivanov;«SECRET:Zima2024»;склад",
    "Логин Пароль\n\nivanov «SECRET:Zima2024»",
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
    "aws_access_key_id = AKIAIOSFODNN7EXAMPLE",
    "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "curl -u user:password https://api.firma.ru",
    "curl -u $USER:$PASS https://api.firma.ru; docker run -u 1000:1000 image",
    "https://user:password@host.firma.ru/ postgres://user:pass@localhost/db",
    "password: changeme",
    "password: $PASSWORD; token: YOUR_TOKEN_HERE",
    'password: "{{ vault_password }}"',
    'password = os.environ["PASSWORD"]',
    "Authorization: Basic dXNlcjpwYXNzd29yZA==",
    "access_token_value = my_access_token_value_2",
    "| Поле | Тип |\n|---|---|\n| login | string |\n| password | string |",
    "| Логин | Пароль |\n|---|---|\n| <логин> | <пароль> |\n| admin | changeme |",
    "| Login | Password length |\n|---|---|\n| admin | 12-16 |",
    "Код доступа: 3600 секунд, пароль: 8 символов, пин-код из 4 цифр",
    "The user's login and password for authorization in Bitrix24 are not asked for.",
]


@pytest.mark.parametrize("expected", FOUND)
def test_is_found(expected: str) -> None:
    assert marked(plain(expected)) == expected


@pytest.mark.parametrize("text", LEFT)
def test_what_looks_alike_is_left(text: str) -> None:
    assert marked(text) == text
